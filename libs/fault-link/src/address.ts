import { lookup } from 'node:dns/promises';
import type { AddressInfo } from 'node:net';

/** Splits `host:port`, `[v6]:port` or `:port`; the text has been checked by `addressProblem`. */
export function hostAndPort(address: string): { host: string; port: number } {
  const colon = address.lastIndexOf(':');
  return {
    host: address.slice(0, colon).replace(/^\[(.*)\]$/, '$1'),
    port: Number(address.slice(colon + 1)),
  };
}

/** What is wrong with a `host:port`, in the words of Go's net package, which Toxiproxy's clients know. */
export function addressProblem(address: string): string | undefined {
  const colon = address.lastIndexOf(':');
  if (colon < 0 || address.endsWith(']')) return `address ${address}: missing port in address`;
  const host = address.slice(0, colon);
  if (host.includes(':') && !/^\[.*\]$/.test(host)) return `address ${address}: too many colons in address`;
  const port = address.slice(colon + 1);
  if (!/^\d{1,5}$/.test(port) || Number(port) > 65535) return `address ${port}: invalid port`;
  return undefined;
}

/** `127.0.0.1:80`, `[::]:80` */
export function formatAddress({ address, port, family }: AddressInfo): string {
  return family === 'IPv6' ? `[${address}]:${port}` : `${address}:${port}`;
}

/** Whether both mean the same port of the same machine: `localhost:80` is `127.0.0.1:80`. */
export async function isSamePlace(one: string, other: string): Promise<boolean> {
  if (one === other) return true;
  if (addressProblem(one) || addressProblem(other)) return false;
  const [first, second] = [hostAndPort(one), hostAndPort(other)];
  if (first.port !== second.port) return false;
  return (await resolved(first.host)) === (await resolved(second.host));
}

/** Go listens on all interfaces, IPv6 too, for an empty host and for 0.0.0.0, and calls that `::`. */
export function isEveryInterface(host: string): boolean {
  return host === '' || host === '0.0.0.0';
}

async function resolved(host: string): Promise<string> {
  if (isEveryInterface(host)) return '::';
  const found = await lookup(host).catch(() => undefined);
  return found?.address ?? host;
}
