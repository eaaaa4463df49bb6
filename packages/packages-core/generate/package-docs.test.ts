import { readdir, readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import nginx from '../src/definitions/web/nginx';
import { packageDocs } from './package-docs';
import { packagePage } from './package-page';

const FOLDER = fileURLToPath(new URL('../../../docs/packages/', import.meta.url));

test('docs/packages is what the definitions say: run “npm run generate” where it is not', async () => {
  const wanted = await packageDocs();
  expect((await readdir(FOLDER)).sort()).toEqual([...wanted.keys()].sort());
  for (const [name, text] of wanted) expect(await readFile(`${FOLDER}${name}`, 'utf8'), name).toBe(text);
});

test('a package that no test runs on a server is called not verified', () => {
  expect(packagePage(nginx, { catalog: [nginx], tests: [] })).toContain('**Not verified** on a server');
});

test('a system that no test has is called not verified', () => {
  const tests = [{ path: 'x.servers.test.ts', systems: ['debian-12'] }];
  expect(packagePage(nginx, { catalog: [nginx], tests })).toContain(
    'Debian 12, by `x.servers.test.ts`; **not verified** on Debian 13, Ubuntu 22.04, Ubuntu 24.04',
  );
});
