import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, expect, test } from 'vitest';
import generateCatalog from '../../generate/catalog';
import { catalog } from '../dsl/catalog';
import type { PackageDefinition } from '../dsl/define-package';
import { packageViolations } from '../dsl/conformance/package-violations';

/** docs/add-a-package.md, followed word for word in a copy that sees the real language and states. */
const SOURCE = fileURLToPath(new URL('..', import.meta.url));
const ROOT = join(SOURCE, '../../..');
const PAGE = join(ROOT, 'docs/add-a-package.md');

const copy = await mkdtemp(join(tmpdir(), 'milepost-add-a-package-'));
afterAll(() => rm(copy, { recursive: true }));

const files = codeBlocks(await readFile(PAGE, 'utf8'));
const definitions = join(copy, 'definitions');
const category = join(definitions, 'cache');
await mkdir(category, { recursive: true });
for (const name of ['dsl', 'states', 'contract', 'engine'])
  await symlink(join(SOURCE, name), join(copy, name));
// What the language has of the generated files; the catalog is written beside it.
await mkdir(join(copy, 'generated'));
await symlink(join(SOURCE, 'generated', 'libraries.ts'), join(copy, 'generated', 'libraries.ts'));
// Where zod is found from there.
await symlink(join(ROOT, 'node_modules'), join(copy, 'node_modules'));
for (const { path, code } of files) await writeFile(join(category, basename(path)), code);

const load = async (name: string) =>
  (await import(pathToFileURL(join(category, name)).href)) as { default: PackageDefinition };
const { default: definition } = await load('beanstalkd.ts');
// Its tests join this file's.
await load('beanstalkd.test.ts');

test('its package is not in the catalog yet, so that a reader can add it', () => {
  expect(catalog().map(({ id }) => id)).not.toContain(definition.id);
});

test('the page has a definition and its test', () => {
  expect(files.map(({ path }) => path)).toEqual([
    'packages/packages-core/src/definitions/cache/beanstalkd.ts',
    'packages/packages-core/src/definitions/cache/beanstalkd.test.ts',
  ]);
});

test('its package conforms', { timeout: 60_000 }, () => {
  expect(packageViolations(definition, catalog())).toEqual([]);
});

test('the generator finds it without knowing its name', async () => {
  const target = join(copy, 'generated', 'catalog.ts');
  await generateCatalog({ definitions, target });
  const catalog = await readFile(target, 'utf8');
  expect(catalog).toContain("from '../definitions/cache/beanstalkd';");
  expect(catalog).not.toContain('test');
});

test('its code passes the compiler', { timeout: 120_000 }, async () => {
  const options = {
    extends: join(ROOT, 'tsconfig.base.json'),
    compilerOptions: { typeRoots: [join(ROOT, 'node_modules/@types')] },
    include: ['definitions'],
  };
  await writeFile(join(copy, 'tsconfig.json'), JSON.stringify(options));
  const tsc = join(ROOT, 'node_modules/typescript/bin/tsc');
  const run = promisify(execFile)(process.execPath, [tsc, '--noEmit', '-p', copy]);
  const said = await run.then(
    () => '',
    (error: { stdout: string }) => error.stdout,
  );
  expect(said).toBe('');
});

test('the commands it tells are those of this repository', async () => {
  const { scripts } = JSON.parse(await readFile(join(ROOT, 'package.json'), 'utf8')) as {
    scripts: Record<string, string>;
  };
  expect(Object.keys(scripts)).toEqual(expect.arrayContaining(['generate', 'start']));
  expect(await readFile(join(ROOT, 'vitest.config.ts'), 'utf8')).toMatch(
    /name: 'tables'[^]*name: 'conformance'/,
  );
});

/** TypeScript blocks, each with the path that the line before it names. */
function codeBlocks(page: string): { path: string; code: string }[] {
  return [...page.matchAll(/^`([^`\n]+\.ts)`[^\n]*\n\n```ts\n([^]*?)^```$/gm)].map(
    ([, path = '', code = '']) => ({ path, code }),
  );
}
