// `npm run toxiproxy -- …`: toxiproxy-cli for those who have none, with its words and its output.
import { toxiproxy } from './lib/toxiproxy/commands.ts';

try {
  const isForPeople = process.stdout.isTTY === true;
  await toxiproxy(process.argv.slice(2), { out: (line) => console.log(line), isForPeople });
} catch (error) {
  console.error((error as Error).message);
  process.exitCode = 1;
}
