import { readFileSync } from 'node:fs';
import path from 'node:path';
import { execaSync } from 'execa';
import { expect, test } from 'vitest';
import { ROOT } from './services/paths';

const list = ['ls-files', '-co', '--exclude-standard'];
const tracked = execaSync('git', list, { cwd: ROOT, lines: true }).stdout;
const names = new Set(tracked.map((file) => path.basename(file)));
/** The tutorial's package is made by its reader. */
const EXAMPLES = new Set(['beanstalkd.ts', 'beanstalkd.test.ts', 'diagnostic-tools.ts']);

test.each(tracked.filter((file) => file.endsWith('.md')))('%s names only source files that exist', (page) => {
  const named =
    readFileSync(path.join(ROOT, page), 'utf8').match(/[\w@./()[\]-]*\w\.(?:ts|tsx|sh|mjs)\b/g) ?? [];
  const missing = named.filter((file) => {
    const name = path.basename(file);
    return !name.startsWith('.') && !names.has(name) && !EXAMPLES.has(name);
  });
  expect([...new Set(missing)]).toEqual([]);
});
