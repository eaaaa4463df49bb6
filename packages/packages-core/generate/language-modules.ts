/** Writes src/generated/language-modules.ts: the modules that a package file of somebody's own may import. */
import { readdir, rename, writeFile } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

const SOURCE = fileURLToPath(new URL('../src/', import.meta.url));
const TARGET = join(SOURCE, 'generated', 'language-modules.ts');

/** What a definition of ours imports, and our definitions: somebody's package may live in one, or require it. */
const FOLDERS = [
  ...['dsl/facts', 'dsl/form', 'dsl/package', 'dsl/recipes', 'dsl/services', 'dsl/steps', 'dsl/values'],
  ...['states', 'definitions'],
];
const FILES = ['dsl/define-package', 'dsl/input', 'dsl/secret', 'dsl/sh', 'dsl/state', 'dsl/template'];

/** Answers with the path of the file it wrote. */
export default async function generateLanguageModules(): Promise<string> {
  const inFolders = await Promise.all(FOLDERS.map(modulesBelow));
  const names = [...FILES, ...inFolders.flat()].sort();
  const lines = [
    '// Written by generate/language-modules.ts: do not edit.',
    "import * as zod from 'zod';",
    ...names.map((name, i) => `import * as module${i} from '../${name}';`),
    '',
    '/** By what an import names them. */',
    'export const languageModules: Readonly<Record<string, object>> = {',
    '  zod,',
    ...names.map((name, i) => `  '@milepost/packages-core/${name}': module${i},`),
    '};',
    '',
  ];
  await writeFile(`${TARGET}.new`, lines.join('\n'));
  await rename(`${TARGET}.new`, TARGET);
  return relative(process.cwd(), TARGET);
}

async function modulesBelow(folder: string): Promise<string[]> {
  return (await readdir(join(SOURCE, folder), { recursive: true }))
    .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'))
    .map((name) => `${folder}/${name.slice(0, -'.ts'.length).split(sep).join('/')}`);
}
