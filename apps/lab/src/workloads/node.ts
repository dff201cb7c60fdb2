// The one node of the lab: this machine.
import { arch, cpus, hostname, platform, release, totalmem } from 'node:os';
import { type Node } from '@chaos-workshop/kube-api';

export const nodeName = 'lab';
/** As Go calls it. */
const architecture = arch() === 'x64' ? 'amd64' : arch();

export function describeNode(now: Date): Node {
  const time = now.toISOString().replace(/\.\d+Z$/, 'Z');
  const capacity = { cpu: String(cpus().length), memory: `${Math.floor(totalmem() / 1024)}Ki`, pods: '110' };
  return {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: {
      name: nodeName,
      labels: {
        'kubernetes.io/hostname': nodeName,
        'kubernetes.io/os': platform(),
        'kubernetes.io/arch': architecture,
        'node-role.kubernetes.io/control-plane': '',
      },
    },
    spec: {},
    status: {
      capacity,
      allocatable: capacity,
      addresses: [
        { type: 'InternalIP', address: '127.0.0.1' },
        { type: 'Hostname', address: nodeName },
      ],
      conditions: [
        {
          type: 'Ready',
          status: 'True',
          reason: 'KubeletReady',
          message: 'kubelet is posting ready status',
          lastHeartbeatTime: time,
          lastTransitionTime: time,
        },
      ],
      nodeInfo: {
        kubeletVersion: 'v1.34.0-lab',
        kubeProxyVersion: '',
        osImage: `${hostname()} (processes, no containers)`,
        kernelVersion: release(),
        containerRuntimeVersion: `node://${process.versions.node}`,
        operatingSystem: platform(),
        architecture,
        machineID: '',
        systemUUID: '',
        bootID: '',
      },
    },
  };
}
