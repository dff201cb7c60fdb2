// `npm start`: the lab in the foreground, at the ports of the chart, until Ctrl-C or `npm run down`.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chalk } from 'zx';
import { clearLeftovers } from '../apps/lab/dist/leftovers.js';
import { commandLine, seedOf } from './lib/command-line.ts';
import { interruption } from './lib/interruption.ts';
import { labCommand, runningLab, untilUp } from './lib/lab.ts';

const dir = '.lab';
const usage = `npm start [-- --any-node-ports --seed N]

Runs the restaurant on the lab until Ctrl-C. --any-node-ports takes free ports where those of the chart are taken.`;

const next = `
${chalk.bold('What to try next, in another terminal:')}

  export KUBECONFIG=$PWD/${dir}/kubeconfig
  kubectl get pods --watch                                  the restaurant, pod by pod
  npm run customer -- complete --audit                      six orders, checked
  kubectl apply -f chaos-mesh/seed-order.yaml               break something; the same with \`delete\` mends it
  kubectl set env deploy/order-service VARIANT=reference    the repaired order service
  kubectl scale deploy/flights-service --replicas=1         the flights, and then: npm run customer -- flights
  npm run down                                              end it all (or Ctrl-C here)
`;

const values = commandLine(usage, {
  'any-node-ports': { type: 'boolean', default: false },
  seed: { type: 'string' },
});
process.exitCode = await start();

async function start(): Promise<number> {
  const running = runningLab(dir);
  if (running) {
    console.error(
      `✗ a lab is up already (process ${running.pid}, since ${running.startedAt}). Use it:\n    export KUBECONFIG=${running.kubeconfig}\n  or end it:\n    npm run down`,
    );
    return 1;
  }
  await clearLeftovers('.');
  const signal = interruption();
  const options = { dir, anyNodePorts: values['any-node-ports'], seed: seedOf(values.seed, usage) };
  const lab = spawn(process.execPath, labCommand(options), { stdio: ['pipe', 'inherit', 'inherit'] });
  signal.addEventListener('abort', () => lab.kill('SIGTERM'));
  const ended = once(lab, 'exit');
  const up = untilUp(lab, dir, signal).then(() => true);
  if (await up.catch(() => false)) console.log(next);
  await ended;
  return signal.aborted ? 0 : (lab.exitCode ?? 1);
}
