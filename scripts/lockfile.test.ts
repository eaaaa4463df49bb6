import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { ROOT } from './services/paths';

interface Entry {
  resolved?: string;
  optionalDependencies?: Record<string, string>;
}

const text = readFileSync(path.join(ROOT, 'package-lock.json'), 'utf8');
const { packages } = JSON.parse(text) as { packages: Record<string, Entry> };

/** Where Node would find `name` from the package at `where`. */
function find(where: string, name: string): string | undefined {
  const parts = where.split('/node_modules/');
  const folders = parts.map((_, depth) => parts.slice(0, depth + 1).join('/node_modules/'));
  return [
    ...folders.reverse().map((folder) => `${folder}/node_modules/${name}`),
    `node_modules/${name}`,
  ].find((candidate) => candidate in packages);
}

// A registry that lacks what is for other systems makes `npm install` leave it out, and then `npm ci` fails everywhere.
test('package-lock.json has what is for other systems too, so that "npm ci" works on each', () => {
  const missing = Object.entries(packages).flatMap(([where, { optionalDependencies = {} }]) =>
    Object.keys(optionalDependencies)
      .filter((name) => !find(where, name))
      .map((name) => `${name} (of ${where})`),
  );
  expect(missing).toEqual([]);
});

test('package-lock.json names no registry', () => {
  const addresses = Object.values(packages).flatMap(({ resolved }) =>
    resolved?.includes('://') ? [resolved] : [],
  );
  expect(addresses).toEqual([]);
});
