// `npm run images`: an image of every app that a cluster runs, and how large each is.
import { chalk } from 'zx';
import { commandLine } from './lib/command-line.ts';
import { interruption } from './lib/interruption.ts';
import { type BuiltImage, buildImages, ourImages } from './lib/kind/images.ts';
import { step } from './lib/steps.ts';

const usage = `npm run images [-- --app NAME …]

Builds the image of every app, or of those that are named, with the Dockerfile at the root.`;

const { app: wanted = [] } = commandLine(usage, { app: { type: 'string', multiple: true } });

try {
  const all = ourImages();
  const unknown = wanted.find((name) => !all.some(({ app }) => app === name));
  if (unknown) throw new Error(`no image of "${unknown}": say ${all.map(({ app }) => app).join(', ')}`);
  const images = all.filter(({ app }) => wanted.length === 0 || wanted.includes(app));
  const signal = interruption();
  const built = await step({
    what: `${images.length} image${images.length === 1 ? '' : 's'} built`,
    run: (doing) => buildImages(images, { doing, signal }),
    signal,
  });
  console.log(table(built));
} catch (error) {
  console.error(chalk.red(`✗ ${(error as Error).message}`));
  process.exitCode = 1;
}

function table(images: BuiltImage[]): string {
  const width = Math.max(...images.map(({ name }) => name.length));
  return images
    .map(({ name, id, bytes }) => {
      const size = `${(bytes / 1e6).toFixed(0)} MB`.padStart(7);
      return `  ${name.padEnd(width)}  ${size}  ${chalk.dim(id.replace('sha256:', '').slice(0, 12))}`;
    })
    .join('\n');
}
