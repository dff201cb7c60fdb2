import { generate } from 'selfsigned';

export interface Certificates {
  /** What clients trust. */
  caPem: string;
  certPem: string;
  keyPem: string;
}

const validityMs = 365 * 24 * 60 * 60 * 1000;

/** A certificate authority of our own and a server certificate for the loopback names, valid for a year. */
export async function newCertificates(host: string, now: Date = new Date()): Promise<Certificates> {
  const common = {
    keyType: 'ec' as const,
    curve: 'P-256' as const,
    algorithm: 'sha256',
    // A day back, for clients whose clock is behind.
    notBeforeDate: new Date(now.getTime() - 24 * 60 * 60 * 1000),
    notAfterDate: new Date(now.getTime() + validityMs),
  };
  const authority = await generate([{ name: 'commonName', value: 'chaos-workshop lab CA' }], {
    ...common,
    extensions: [
      { name: 'basicConstraints', cA: true, critical: true },
      { name: 'keyUsage', keyCertSign: true, cRLSign: true, digitalSignature: true, critical: true },
    ],
  });
  const server = await generate([{ name: 'commonName', value: 'chaos-workshop lab API' }], {
    ...common,
    ca: { key: authority.private, cert: authority.cert },
    extensions: [
      { name: 'basicConstraints', cA: false, critical: true },
      { name: 'keyUsage', digitalSignature: true, critical: true },
      { name: 'extKeyUsage', serverAuth: true },
      { name: 'subjectAltName', altNames: alternativeNames(host) },
    ],
  });
  return { caPem: authority.cert, certPem: server.cert, keyPem: server.private };
}

function alternativeNames(host: string) {
  const addresses = [...new Set(['127.0.0.1', '::1', host])].filter((name) => /^[\d.]+$|:/.test(name));
  return [{ type: 2 as const, value: 'localhost' }, ...addresses.map((ip) => ({ type: 7 as const, ip }))];
}
