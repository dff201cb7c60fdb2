// `npm run verify`: what CI runs, in the same order.
import { $, chalk } from 'zx';

const steps: [what: string, command: string[]][] = [
  ['format', ['npm', 'run', '--silent', 'format:check']],
  ['lint', ['npm', 'run', '--silent', 'lint']],
  ['tests', ['npm', 'test', '--silent']],
  ['demo', ['npm', 'run', '--silent', 'demo']],
];

for (const [what, command] of steps) {
  console.log(chalk.bold(`\n▸ ${what}: ${command.join(' ')}`));
  const { exitCode } = await $({ stdio: 'inherit', nothrow: true })`${command}`;
  if (exitCode !== 0) {
    console.error(chalk.red(`✗ ${what} failed; run it alone with: ${command.join(' ')}`));
    process.exit(1);
  }
}
console.log(chalk.green('\n✓ all of it'));
