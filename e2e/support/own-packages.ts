import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';

const PAGE = new URL('../../docs/own-packages.md', import.meta.url);

/** A directory of packages of one's own: the one of docs/own-packages.md, and a file that cannot be loaded. */
export async function writeOwnPackages(directory: string): Promise<string> {
  const [, example] = /```ts\n(.*?)```/s.exec(await readFile(PAGE, 'utf8')) ?? [];
  if (example === undefined) throw new Error('docs/own-packages.md has no example.');
  await mkdir(directory);
  await writeFile(path.join(directory, 'diagnostic-tools.ts'), example);
  await writeFile(path.join(directory, 'unfinished.ts'), 'export default {};\n');
  return directory;
}
