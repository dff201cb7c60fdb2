import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { V1Pod } from '@kubernetes/client-node';
import { howToBring, imagesMissing } from './until-served.ts';

test('a missing image is told once, sidecars included; one that only takes its time is not', () => {
  const pods = [
    pod('orders:1', 'ErrImagePull', 'proxy:1'),
    pod('orders:1', 'ImagePullBackOff'),
    pod('mysql:1', 'ContainerCreating'),
    pod('redis:1', undefined),
  ];
  assert.deepEqual(imagesMissing(pods), ['orders:1', 'proxy:1']);
});

test('how to bring a missing image depends on the cluster', () => {
  assert.match(howToBring(['a:1', 'b:1'], 'kind-chaos-workshop'), /no image a:1, b:1: `npm run cluster:up`/);
  assert.match(
    howToBring(['a:1', 'b:1'], 'kind-other'),
    /`npm run images` builds ours, then kind load docker-image a:1 b:1 --name other/,
  );
  assert.match(howToBring(['a:1'], 'minikube'), /then bring them to its nodes/);
});

function pod(image: string, reason: string | undefined, sidecar?: string): V1Pod {
  const status = (image: string) => ({
    image,
    imageID: '',
    name: image,
    ready: false,
    restartCount: 0,
    state: reason === undefined ? {} : { waiting: { reason } },
  });
  return {
    status: {
      containerStatuses: [status(image)],
      ...(sidecar !== undefined && { initContainerStatuses: [status(sidecar)] }),
    },
  };
}
