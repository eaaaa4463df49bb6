import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { compile } from '../compile';
import { factsOf } from '../conformance/samples';
import { parseInput } from '../input';
import { testFolder } from '../testing/test-folder';
import { readOwnPackages } from './own-packages';

const PAGE = fileURLToPath(new URL('../../../../../docs/own-packages.md', import.meta.url));
const [, example = ''] = /```ts\n(.*?)```/s.exec(await readFile(PAGE, 'utf8')) ?? [];

const folder = testFolder();
const write = (name: string, code: string) => writeFile(join(folder.home, name), code);
const read = () => readOwnPackages(folder.home);
const called = (id: string, title = id) =>
  example.replace("'diagnostic_tools'", `'${id}'`).replace("'Diagnostic tools'", `'${title}'`);

test(
  'the package of the page is loaded, with the language of this process',
  { timeout: 60_000 },
  async () => {
    await write('diagnostic-tools.ts', example);
    const { definitions, rejected } = read();
    expect(rejected).toEqual([]);
    expect(definitions.map(({ id }) => id)).toEqual(['diagnostic_tools']);
    const [definition] = definitions;
    if (!definition) throw new Error('It is missing.');
    const parsed = parseInput(definition, { tools: ['htop'] });
    if (!parsed.ok) throw new Error('It is not accepted.');
    const plan = compile({
      definition,
      operation: 'install',
      input: parsed.input,
      server: factsOf('debian-12'),
    });
    expect(plan.milestones.map(({ label }) => label)).toEqual([
      'Checking the system',
      'Refreshing package lists',
      'Installing Diagnostic tools',
      'Verifying installation',
    ]);
  },
);

test(
  'files of tests, settings and folders are left alone, and can be imported',
  { timeout: 60_000 },
  async () => {
    await mkdir(join(folder.home, 'lib'));
    await write('lib/id.ts', "export const id: string = 'with_help';");
    await write('lib/broken.ts', 'export default {{');
    await write('a.ts', `import { id } from './lib/id';\n${example.replace("'diagnostic_tools'", 'id')}`);
    for (const name of ['a.test.ts', 'a.d.ts', 'eslint.config.mjs', '.hidden.ts', 'README.md'])
      await write(name, '{{');
    expect(read()).toMatchObject({ definitions: [{ id: 'with_help' }], rejected: [] });
  },
);

test('one can live in another one, and both are read once', { timeout: 60_000 }, async () => {
  await write('b-parent.ts', called('own_parent'));
  const child = called('own_child').replace('input: z', 'within: parent, input: z');
  await write('a-child.ts', `import parent from './b-parent';\n${child}`);
  const { definitions, rejected } = read();
  expect(rejected).toEqual([]);
  expect(definitions[0]?.within).toBe(definitions[1]);
});

describe('a file that holds no package that conforms is rejected, and the others are there', () => {
  test.each([
    ['does not parse', 'export default {{', /^ParseError: Unexpected token.* bad\.ts:1:16$/],
    [
      'exports nothing',
      'export const a = 1;',
      /^Its default export is no package: write `export default definePackage/,
    ],
    ['exports something else', 'export default { id: "a" };', /^Its default export is no package/],
    [
      'imports what is not there',
      "import { a } from 'left-pad'; export default a();",
      /^Cannot find module 'left-pad'/,
    ],
    ['throws', "throw new Error('not today');", /^not today$/],
    ['throws no error', "throw 'x'.repeat(10_000);", /^x{500}…$/],
    ['has the id of a package of ours', called('nginx'), /^Another package has the id nginx already/],
    ['has the id of another one', called('other'), /^Another package has the id other already/],
    [
      'names a package that is not there',
      called('a').replace('input: z', "conflicts: ['nix'], input: z"),
      /^It names the package nix, which/,
    ],
    ['has no title', called('untitled', ' '), /^untitled has no title or description\.$/],
    [
      'has a plan that depends on the time',
      called('clock').replace("is: 'The", "is: Date.now() + 'The"),
      /A plan depends on neither time nor chance/,
    ],
    [
      'reads the input wrongly',
      called('mistaken').replace('=> tools,', '=> (tools as any).a.b,'),
      /Cannot read properties of undefined/,
    ],
  ])('%s', { timeout: 60_000 }, async (_, code, says) => {
    await write('bad.ts', code);
    await write('good.ts', called('good'));
    if (code.includes("'other'")) await write('other.ts', called('other'));
    const { definitions, rejected } = read();
    expect(definitions.map(({ id }) => id)).toContain('good');
    const bad = rejected.find(({ file }) => file === 'bad.ts');
    expect(bad?.messages.join('\n')).toMatch(says);
  });

  test('what lives in a rejected one is rejected with it', { timeout: 60_000 }, async () => {
    await write('parent.ts', called('own_parent', ' '));
    await write(
      'child.ts',
      `import parent from './parent';\n${called('own_child').replace('input: z', 'within: parent, input: z')}`,
    );
    expect(read()).toMatchObject({
      definitions: [],
      rejected: [
        { file: 'child.ts', messages: ['It names the package own_parent, which is not in the catalog.'] },
        { file: 'parent.ts' },
      ],
    });
  });
});

describe('a setting that names no directory', () => {
  test.each([
    ['packages', 'The setting MILEPOST_PACKAGES_DIR is “packages”: write an absolute path.'],
    [
      '/nonexistent',
      'The setting MILEPOST_PACKAGES_DIR is /nonexistent, which is no directory that can be read.',
    ],
    [
      '/etc/passwd',
      'The setting MILEPOST_PACKAGES_DIR is /etc/passwd, which is no directory that can be read.',
    ],
  ])('is refused with one sentence: %s', (directory, says) => {
    expect(() => readOwnPackages(directory)).toThrow(says);
  });

  test('is no setting at all where it is not set', () => {
    expect(readOwnPackages(null)).toEqual({ definitions: [], rejected: [] });
  });
});
