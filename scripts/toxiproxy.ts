// `npm run toxiproxy -- …`: toxiproxy-cli for those who have none, with its words and its output.
import { toxiproxy } from './lib/toxiproxy/commands.ts';

try {
  await toxiproxy(process.argv.slice(2), {
    out: (line) => console.log(line),
    isForPeople: process.stdout.isTTY,
  });
} catch (error) {
  console.error((error as Error).message);
  process.exitCode = 1;
}
