// A release whose installation was killed stays locked: Helm then refuses every further one.
import { run } from './command.ts';
import { helmOf } from './context.ts';

/** Frees a release that nobody is working on any more; whoever calls this is about to work on it. */
export async function unlock(
  name: string,
  namespace: string,
  helm: ReturnType<typeof helmOf>,
): Promise<void> {
  const place = ['--namespace', namespace];
  const status = await run(helm('status', name, ...place, '--output', 'json')).then(
    (json) => (JSON.parse(json) as { info: { status: string } }).info.status,
    () => 'not there',
  );
  const way = wayOut(status);
  if (way) await run(helm(way, name, ...place));
}

export function wayOut(status: string): 'uninstall' | 'rollback' | undefined {
  if (status === 'pending-install') return 'uninstall';
  return status.startsWith('pending-') ? 'rollback' : undefined;
}
