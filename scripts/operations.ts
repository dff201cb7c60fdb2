// `npm run operations`: what operators do to a running restaurant, under load, on any cluster.
import { runSuite } from './lib/suite.ts';

const usage = `npm run operations [-- --context NAME] [WORD …]

Restarts, upgrades, scales, evicts and kills while orders come in, on the cluster of that context; without one, on a lab
of its own. WORD: only files with it in their path. OPERATIONS=quick: just enough orders to see each of them work.`;

process.exitCode = await runSuite('test/operations', usage);
