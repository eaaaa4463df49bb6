/** Writes src/generated/catalog.ts from the files in src/definitions, so that nothing but a definition names a package. */
import { mkdir, readdir, rename, writeFile } from 'node:fs/promises';
import { dirname, join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

const SOURCE = fileURLToPath(new URL('../src/', import.meta.url));

interface Places {
  /** The folder with a folder for each category, and a file for each package in it. */
  definitions: string;
  /** The file to write. */
  target: string;
}

/** Answers with the path of the file it wrote. */
export default async function generateCatalog(
  { definitions, target }: Places = {
    definitions: join(SOURCE, 'definitions'),
    target: join(SOURCE, 'generated', 'catalog.ts'),
  },
): Promise<string> {
  const names = (await readdir(definitions, { recursive: true }))
    .filter((name) => name.includes(sep) && name.endsWith('.ts') && !name.endsWith('.test.ts'))
    .map((name) => name.slice(0, -'.ts'.length).split(sep).join('/'))
    .sort();
  const from = relative(dirname(target), definitions).split(sep).join('/');
  const type = relative(dirname(target), join(SOURCE, 'dsl', 'define-package'))
    .split(sep)
    .join('/');
  const lines = [
    '// Written by generate/catalog.ts from src/definitions: do not edit.',
    `import type { PackageDefinition } from '${type}';`,
    ...names.map((name, i) => `import package${i} from '${from}/${name}';`),
    '',
    `export const definitions: readonly PackageDefinition[] = [${names.map((_, i) => `package${i}`).join(', ')}];`,
    '',
  ];
  await mkdir(dirname(target), { recursive: true });
  await writeFile(`${target}.new`, lines.join('\n'));
  await rename(`${target}.new`, target);
  return relative(process.cwd(), target);
}
