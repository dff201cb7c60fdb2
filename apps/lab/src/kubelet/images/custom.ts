// `--image name=command`: an image of one's own, run as a command line.
import { type Image, portOf } from './image.js';

/** `mappings` as given: `shop/web=node /path/to/web.js`. Words are split at spaces; there is no quoting. */
export function customImages(mappings: string[]): Image[] {
  return mappings.map((mapping) => {
    const at = mapping.indexOf('=');
    const [file, ...args] = mapping
      .slice(at + 1)
      .trim()
      .split(/\s+/);
    if (at < 1 || !file)
      throw new Error(`--image ${mapping}: expected name=command, such as shop/web=node web.js`);
    return {
      runs: (repository) => repository === mapping.slice(0, at),
      command: async (context) => ({
        file,
        args: [...args, ...(context.container.args ?? [])],
        cwd: process.cwd(),
        env: {
          HOST: '127.0.0.1',
          ...(context.container.ports?.length ? { PORT: String(portOf(context)) } : {}),
        },
      }),
    };
  });
}
