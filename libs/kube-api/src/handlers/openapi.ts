import { openapiDocuments, openapiIndex } from '../discovery/openapi.js';
import type { Route } from '../server/call.js';
import { respondJson } from '../server/respond.js';
import { StatusError } from '../status-error.js';

/** `/openapi/v3` and its documents. There is no v2: kubectl does without it. */
export const openapiRoute: Route = {
  matches: ({ url }) => url.pathname.startsWith('/openapi/v3'),
  handle: ({ api, response, url }) => {
    const documents = openapiDocuments(api.resources.all());
    const path = url.pathname.slice('/openapi/v3/'.length);
    if (path === '') {
      respondJson(response, openapiIndex(documents));
      return;
    }
    const text = documents.get(path);
    if (text === undefined) throw StatusError.unknownPath();
    // kubectl's cache wants an age; "immutable" alone is not kept.
    if (url.searchParams.has('hash'))
      response.setHeader('Cache-Control', 'public, immutable, max-age=31536000');
    response.writeHead(200, { 'Content-Type': 'application/json' }).end(text);
  },
};
