import type { Route } from '../server/call.js';
import { respondJson } from '../server/respond.js';

/** `/version`, which `kubectl version` prints and compares with its own. */
export const versionRoute: Route = {
  matches: ({ url }) => url.pathname === '/version' || url.pathname === '/version/',
  handle: ({ api, response }) => {
    const [, major = '1', minor = '34'] = /^v(\d+)\.(\d+)/.exec(api.version) ?? [];
    respondJson(response, {
      major,
      minor,
      gitVersion: api.version,
      gitCommit: 'chaos-workshop',
      gitTreeState: 'clean',
      buildDate: '1970-01-01T00:00:00Z',
      goVersion: 'none',
      compiler: 'node',
      platform: `${process.platform}/${process.arch}`,
    });
  },
};
