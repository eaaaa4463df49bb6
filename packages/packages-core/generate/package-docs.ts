/** Writes docs/packages from the definitions: a page for each package, and an index by category. */
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { basename, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import prettier from 'prettier';
import { catalog } from '../src/dsl/catalog';
import { CATEGORIES } from '../src/dsl/package/categories';
import type { PackageDefinition } from '../src/dsl/package/definition';
import { packagePage, pageName, table } from './package-page';
import type { ServersTest } from './package-page';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));
const DEFINITIONS = fileURLToPath(new URL('../src/definitions/', import.meta.url));
const LAB_SYSTEMS = fileURLToPath(new URL('../src/dsl/testing/lab-systems.ts', import.meta.url));
const TARGET = join(ROOT, 'docs/packages');

/** Answers with the folder it wrote. */
export default async function generatePackageDocs(): Promise<string> {
  const pages = await packageDocs();
  await rm(TARGET, { recursive: true, force: true });
  await mkdir(TARGET, { recursive: true });
  for (const [name, text] of pages) await writeFile(join(TARGET, name), text);
  return relative(process.cwd(), TARGET);
}

/** The pages of docs/packages by their file names, as they should be. */
export async function packageDocs(): Promise<Map<string, string>> {
  const tests = await serversTests();
  const all = catalog();
  const pages = all.map((definition): [string, string] => [
    pageName(definition),
    packagePage(definition, { catalog: all, tests: testsOf(definition, tests) }),
  ]);
  const written = [['README.md', index(all)] as const, ...pages];
  const options = await prettier.resolveConfig(join(TARGET, 'README.md'));
  const formatted = written.map(
    async ([name, text]) => [name, await prettier.format(text, { ...options, parser: 'markdown' })] as const,
  );
  return new Map(await Promise.all(formatted));
}

function index(all: readonly PackageDefinition[]): string {
  const sections = Object.entries(CATEGORIES).flatMap(([category, title]) => {
    const found = all.filter((each) => each.category === category);
    const rows = found
      .toSorted((a, b) => a.title.localeCompare(b.title, 'en'))
      .map((each) => [`[${each.title}](${pageName(each)})`, each.description]);
    return rows.length === 0 ? [] : [`## ${title}`, table(['package', ''], rows)];
  });
  const head = [
    '# Packages',
    'Written from the definitions by `npm run generate`: do not edit. [add-a-package.md](../add-a-package.md) says how to add one.',
  ];
  return `${[...head, ...sections].join('\n\n')}\n`;
}

interface SourceTest extends ServersTest {
  /** Names of the definition files that it imports: `redis`. */
  imports: string[];
}

async function serversTests(): Promise<SourceTest[]> {
  const lab = await readFile(LAB_SYSTEMS, 'utf8');
  const all = await readdir(DEFINITIONS, { recursive: true });
  const files = all.filter((name) => name.endsWith('.servers.test.ts')).sort();
  return Promise.all(
    files.map(async (name) => {
      const path = join(DEFINITIONS, name);
      const source = await readFile(path, 'utf8');
      const imports = [...source.matchAll(/^import [^']*'(\.[^']*)';$/gm)];
      const names = imports.map(([, from = '']) => basename(from));
      // Most run on each system of the lab, which one file lists.
      const systems = systemsIn(names.includes('lab-systems') ? lab : source);
      if (systems.length === 0) throw new Error(`${path} names no system that it runs on.`);
      return { path: relative(ROOT, path), imports: names, systems };
    }),
  );
}

const systemsIn = (source: string): string[] => [
  ...new Set([...source.matchAll(/'((?:debian|ubuntu)-[0-9.]+)'/g)].map(([, system = '']) => system)),
];

const testsOf = ({ id }: PackageDefinition, tests: SourceTest[]): SourceTest[] =>
  tests.filter(({ imports }) => imports.includes(id.replaceAll('_', '-')));
