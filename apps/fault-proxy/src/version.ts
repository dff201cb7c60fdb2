/** What `GET /version` says. Conformance suites that expect a build from source set TOXIPROXY_COMPAT_VERSION=git. */
export const version = process.env['TOXIPROXY_COMPAT_VERSION'] ?? '0.1.0';
