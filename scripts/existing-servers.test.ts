import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';

const read = (path: string): string => readFileSync(new URL(`../${path}`, import.meta.url), 'utf8');

/** The cells of the last column: a file, and the title of its test. */
const rows = [
  ...read('docs/existing-servers.md').matchAll(/^\|.*\| `(?<file>\S+[.]ts)`: (?<title>.+?) *\|$/gm),
].map(({ groups }) => ({ file: groups?.file ?? '', title: groups?.title ?? '' }));

describe('docs/existing-servers.md', () => {
  test('has at least 35 situations', () => {
    expect(rows.length).toBeGreaterThanOrEqual(35);
  });

  test.each(rows)('names a test that exists: $title', ({ file, title }) => {
    const source = read(/^(?:e2e|packages)\//.test(file) ? file : `apps/worker/${file}`);
    expect(source.replaceAll("\\'", "'")).toContain(title);
  });
});
