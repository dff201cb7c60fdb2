// `npm run conformance`: what a participant sees of a cluster, checked with the real kubectl on any of them.
import { runSuite } from './lib/suite.ts';

const usage = `npm run conformance [-- --context NAME] [WORD …]

Checks what kubectl and Chaos Mesh's manifests show, on the cluster of that context; without one, on a lab of its own.
It makes namespaces named conformance-… and removes them. WORD: only files with it in their path.`;

process.exitCode = await runSuite('test/conformance', usage);
