import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const read = (path: string): string => readFileSync(new URL(`../${path}`, import.meta.url), 'utf8');

test('the compose file passes on every variable of Milepost that docs/configuration.md names for console or worker', () => {
  const rows = read('docs/configuration.md').matchAll(/^\| `(MILEPOST_\w+)` +\| (console|worker|both) /gm);
  const documented = Array.from(rows, ([, name]) => name);
  expect(documented.length).toBeGreaterThan(5);
  const compose = read('docker-compose.yml');
  expect(
    documented.filter((name) => ![':-', ':+'].some((or) => compose.includes(`${name}: \${${name}${or}`))),
  ).toEqual([]);
});
