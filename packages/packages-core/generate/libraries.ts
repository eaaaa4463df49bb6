/** Writes src/generated/libraries.ts: the shell functions of src/states/lib as strings that a bundle carries along. */
import { mkdir, readFile, readdir, rename, writeFile } from 'node:fs/promises';
import { dirname, join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

const SOURCE = fileURLToPath(new URL('../src/', import.meta.url));

/** Each library's text by its file's path without the ending, such as `apt/locks`, and without lines that are only a comment. */
export async function readLibraries(folder = join(SOURCE, 'states', 'lib')): Promise<Record<string, string>> {
  const files = (await readdir(folder, { recursive: true })).filter((name) => name.endsWith('.sh')).sort();
  const texts = await Promise.all(files.map((name) => readFile(join(folder, name), 'utf8')));
  return Object.fromEntries(
    files.map((name, i) => [
      name.slice(0, -'.sh'.length).replaceAll(sep, '/'),
      (texts[i] ?? '').replaceAll(/^[ \t]*(?:#.*)?\n/gm, ''),
    ]),
  );
}

/** Answers with the path of the file it wrote. */
export default async function generateLibraries(
  target = join(SOURCE, 'generated', 'libraries.ts'),
): Promise<string> {
  const lines = [
    '// Written by generate/libraries.ts from src/states/lib: do not edit.',
    `export const LIBRARIES: Readonly<Record<string, string>> = ${JSON.stringify(await readLibraries(), null, 2)};`,
    '',
  ];
  await mkdir(dirname(target), { recursive: true });
  await writeFile(`${target}.new`, lines.join('\n'));
  await rename(`${target}.new`, target);
  return relative(process.cwd(), target);
}
