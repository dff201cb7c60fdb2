import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Logger } from '@nestjs/common';
import type { Redis } from 'ioredis';
import { eventually, RedisServer } from '../testing/index.js';
import { failFastRedis } from './redis.js';

Logger.overrideLogger(false);

let server: RedisServer;
let redis: Redis;

before(async () => {
  server = await RedisServer.start();
  redis = failFastRedis(server.url, 100);
  await eventually(() => redis.ping());
});
after(async () => {
  redis.disconnect();
  await server[Symbol.asyncDispose]();
});

test('a Redis that hangs fails a command after its time-out', async () => {
  server.freeze();
  await assert.rejects(redis.get('price'), /timed out/);
  server.thaw();
  await eventually(() => redis.ping());
});

test('a Redis that is away fails a command at once, and comes back by itself', async () => {
  await server.kill();
  await eventually(() => assert.notEqual(redis.status, 'ready'));
  await assert.rejects(redis.get('price'));
  await server.restart();
  await eventually(() => redis.ping());
});
