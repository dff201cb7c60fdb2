import { leadsTo } from '@chaos-workshop/chaos-mesh';
import type { Pod, Service } from '@chaos-workshop/kube-api';
import type { Link } from '../../network/links.js';

/** A link, and the pods at both its ends as `namespace/pod`. */
export interface Edge {
  link: Link;
  /** Undefined: somebody outside, through a node port. */
  caller?: string;
  /** All pods that the Service selects, ready or not. */
  callees: string[];
}

export function edgesOf(links: Link[], services: Service[], pods: Pod[]): Edge[] {
  return links.map((link) => {
    const { namespace, name } = link.service;
    const service = services.find(
      ({ metadata }) => metadata.namespace === namespace && metadata.name === name,
    );
    const callees = service === undefined ? [] : pods.filter((pod) => leadsTo(service, pod));
    return {
      link,
      ...(link.caller !== undefined && { caller: `${link.caller.namespace}/${link.caller.pod}` }),
      callees: callees.map(({ metadata }) => `${metadata.namespace}/${metadata.name}`),
    };
  });
}
