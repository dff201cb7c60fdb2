import type { Route } from '../server/call.js';
import { respondJson } from '../server/respond.js';

const user = { username: 'workshop', groups: ['system:masters', 'system:authenticated'] };
const everything = { verbs: ['*'], apiGroups: ['*'], resources: ['*'] };

/** The reviews' answers: whoever holds the token may do everything. */
const reviews: Record<string, { apiVersion: string; kind: string; status: object }> = {
  '/apis/authorization.k8s.io/v1/selfsubjectaccessreviews': {
    apiVersion: 'authorization.k8s.io/v1',
    kind: 'SelfSubjectAccessReview',
    status: { allowed: true, reason: 'the token of this API server may do everything' },
  },
  '/apis/authorization.k8s.io/v1/selfsubjectrulesreviews': {
    apiVersion: 'authorization.k8s.io/v1',
    kind: 'SelfSubjectRulesReview',
    status: {
      incomplete: false,
      resourceRules: [everything],
      nonResourceRules: [{ verbs: ['*'], nonResourceURLs: ['*'] }],
    },
  },
  '/apis/authentication.k8s.io/v1/selfsubjectreviews': {
    apiVersion: 'authentication.k8s.io/v1',
    kind: 'SelfSubjectReview',
    status: { userInfo: user },
  },
};

/** `kubectl auth can-i` and `whoami`. Their bodies are Protobuf and need not be read: the answer is always the same. */
export const reviewRoute: Route = {
  matches: ({ method, url }) => method === 'POST' && url.pathname in reviews,
  handle: ({ request, response, url }) => {
    request.resume();
    const metadata = { creationTimestamp: null };
    respondJson(response, { ...reviews[url.pathname], metadata, spec: {} }, { code: 201 });
  },
};
