// The lab's Kubernetes API and the kubeconfig that opens it.
import { randomBytes } from 'node:crypto';
import { ApiServer, type Admission, kubeconfig, type PodStreams, type Store } from '@chaos-workshop/kube-api';

import { type Component } from './component.js';
import { type LabDirectory } from './lab-directory.js';

export const context = 'chaos-workshop-lab';

export interface ApiOptions {
  store: Store;
  directory: LabDirectory;
  admission: Admission[];
  streams: PodStreams;
}

export class Api implements Component {
  readonly name = 'Kubernetes API';
  readonly server: ApiServer;
  readonly #directory: LabDirectory;
  readonly #token = randomBytes(32).toString('hex');
  #url = '';
  #caPem = '';

  constructor({ directory, ...options }: ApiOptions) {
    this.#directory = directory;
    this.server = new ApiServer({ ...options, token: this.#token, host: '127.0.0.1' });
  }

  /** `https://127.0.0.1:PORT`, once started. */
  get url(): string {
    return this.#url;
  }

  /** The certificate that vouches for it, once started. */
  get caPem(): string {
    return this.#caPem;
  }

  async start(): Promise<void> {
    const { url, caPem } = await this.server.listen();
    this.#url = url;
    this.#caPem = caPem;
    const access = { server: url, caPem, token: this.#token, context, namespace: 'chaos-workshop' };
    this.#directory.write('kubeconfig', kubeconfig(access));
  }

  stop(): Promise<void> {
    return this.server.close();
  }
}
