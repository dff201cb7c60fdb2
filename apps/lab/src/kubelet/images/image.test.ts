import { equal, throws } from 'node:assert/strict';
import { test } from 'node:test';

import { customImages } from './custom.js';
import { repositoryOf } from './image.js';
import { pause } from './pause.js';

test('tags, digests and the default registry do not matter', () => {
  for (const image of ['mysql', 'mysql:9.7', 'docker.io/library/mysql:9.7', 'mysql@sha256:abc']) {
    equal(repositoryOf(image), 'mysql');
  }
  equal(repositoryOf('localhost:5000/shop/web:1'), 'localhost:5000/shop/web');
});

test('pause images are known by their name', () => {
  equal(pause().runs('gcr.io/google-containers/pause'), true);
  equal(pause().runs('registry.k8s.io/my-pause-image'), true);
  equal(pause().runs('pause.example.com/web'), false);
});

test('a mapping without a command is refused with an example', () => {
  throws(() => customImages(['shop/web']), /--image shop\/web: expected name=command/);
});
