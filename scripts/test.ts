// `npm test`: every test of the workspace in one run; words after `--` narrow it: `npm test -- libs/kube-api`.
import { existsSync, globSync } from 'node:fs';
import { $ } from 'zx';

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

const reporters = ['spec', './scripts/lib/count-reporter.mjs'].flatMap((reporter) => [
  `--test-reporter=${reporter}`,
  '--test-reporter-destination=stdout',
]);
const result = await $({
  stdio: 'inherit',
  nothrow: true,
})`${process.execPath} --test ${reporters} ${files.sort()}`;
process.exitCode = result.exitCode ?? 1;

/** A compiled test whose source is gone is left over from an earlier build. */
function sourceOf(file: string): string {
  return file.replace('/dist/', '/src/').replace(/\.js$/, '.ts');
}
