// `npm test`: every test of the workspace in one run; words after `--` narrow it: `npm test -- libs/kube-api`.
import { existsSync, globSync } from 'node:fs';
import { findKubectls } from '../test/lib/kubectl.ts';
import { interruption } from './lib/interruption.ts';
import { runTests } from './lib/run-tests.ts';
import { labTarget } from './lib/target.ts';

const places = process.argv.slice(2);
const projects = globSync('{libs,apps}/*/dist/**/*.test.js');
const files = [...projects, ...globSync('{scripts,test}/**/*.test.ts')].filter(
  (file) =>
    existsSync(sourceOf(file)) && (places.length === 0 || places.some((place) => file.startsWith(place))),
);
if (files.length === 0) {
  console.error(`no test below ${places.join(', ')}: name a folder such as libs/kube-api`);
  process.exit(2);
}
const suites = files.filter((file) => /^test\/(conformance|operations)\//.test(file));
const others = files.filter((file) => !suites.includes(file));
if (suites.length === 0) process.exitCode = await runTests(others);
else if (findKubectls().length === 0) process.exitCode = await withoutKubectl();
else process.exitCode = await onALab();

/** One lab for all files that want a cluster. */
async function onALab(): Promise<number> {
  const lab = await labTarget(interruption());
  try {
    return await runTests(files, lab.env);
  } finally {
    await lab.stop();
  }
}

/** The suites are left out, and one skipped test says so. */
function withoutKubectl(): Promise<number> {
  const why = `no kubectl from 1.29 on is on PATH: ${suites.length} files of conformance and operations were left out`;
  return runTests(others, { SUITES_LEFT_OUT: why });
}

/** A compiled test whose source is gone is left over from an earlier build. */
function sourceOf(file: string): string {
  return file.replace('/dist/', '/src/').replace(/\.js$/, '.ts');
}
