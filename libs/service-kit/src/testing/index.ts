export { MysqlServer } from './mysql-server.js';
export { eventually, freePort } from './processes.js';
export { RedisServer } from './redis-server.js';
