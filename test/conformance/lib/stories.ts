/** `READY STATUS RESTARTS` of one pod as `get pods -w` told them, without repetitions. */
export function story(watch: string, name: string): string {
  const rows = watch.split('\n').flatMap((line) => {
    const [pod, ...columns] = line.split(/ +/);
    return pod === name ? columns.slice(0, 3).join(' ') : [];
  });
  return rows.filter((row, at) => row !== rows[at - 1]).join(', ');
}

/** The reasons of the events that `kubectl describe` listed, in its order. */
export function reasonsOf(description: string): string {
  const rows = [...description.matchAll(/^ +(?:Normal|Warning) +(\S+)/gm)];
  return rows.map(([, reason = '']) => reason).join(' ');
}
