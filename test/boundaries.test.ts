import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import { test } from 'node:test';

const wrong = [
  ['a lib that imports an app', 'libs/kube-api/src', `import { x } from '@chaos-workshop/lab';`],
  [
    'a lib that imports a lib it may not know',
    'libs/fault-link/src',
    `import { x } from '@chaos-workshop/kube-api';`,
  ],
  ['an app that imports an app', 'apps/customer/src', `import { x } from '@chaos-workshop/console';`],
  ['NestJS outside the services', 'apps/lab/src', `import { Module as x } from '@nestjs/common';`],
  ['a path into another project', 'apps/lab/src', `import { x } from '../../../libs/kube-api/src/index.js';`],
] as const;

for (const [what, folder, line] of wrong) {
  test(`lint refuses ${what}`, () => {
    const file = `${folder}/wrong-import-${process.pid}.ts`;
    writeFileSync(file, `${line}\nexport const y = x;\n`);
    try {
      const { status, stdout } = spawnSync('npx', ['--no-install', 'oxlint', file], { encoding: 'utf8' });
      assert.notEqual(status, 0, stdout);
      assert.match(stdout, /no-restricted-imports/);
    } finally {
      rmSync(file);
    }
  });
}
