// Kinds that the lab knows by name and has nobody to act on: better refused than stored and forgotten.
import { type Admission, StatusError } from '@chaos-workshop/kube-api';

/** Kind → what to do instead. docs/reference/lab.md lists them. */
const leftOut: Record<string, string> = {
  Job: 'the lab runs no Jobs. Apply a Pod with restartPolicy Never',
  CronJob: 'the lab keeps no timetable. Apply a Pod with restartPolicy Never when it should happen',
  DaemonSet: 'the lab has one node. Apply a Deployment',
  Ingress: 'nothing in the lab routes by host or path. Use a Service of type NodePort',
  HorizontalPodAutoscaler: 'the lab measures no CPU. Use kubectl scale',
};

export const refuseLeftOut: Admission = ({ operation, object: { kind } }) => {
  const instead = leftOut[kind];
  if (operation !== 'CREATE' || instead === undefined) return undefined;
  const text = `${kind} does not work in the lab: ${instead}. It works on a real cluster.`;
  throw StatusError.denied('lab.chaos-workshop.io', text);
};
