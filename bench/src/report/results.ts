import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { execa } from 'execa';
import type { Recorded, RecordedRow } from './recorded';

const DIRECTORY = path.resolve(import.meta.dirname, '../../results');

/** Writes a run's file. Answers its name. */
export async function writeResult(result: Recorded): Promise<string> {
  await mkdir(DIRECTORY, { recursive: true });
  const name = `${result.date.replace(/[:.]/g, '-')}.json`;
  await writeFile(path.join(DIRECTORY, name), `${JSON.stringify(result, null, 2)}\n`);
  return `bench/results/${name}`;
}

/** Each row as it was last recorded, whichever file that is. */
export function lastRecorded(): RecordedRow[] {
  const names = existsSync(DIRECTORY) ? readdirSync(DIRECTORY) : [];
  const files = names.filter((name) => name.endsWith('.json'));
  const results = files
    .map((name) => JSON.parse(readFileSync(path.join(DIRECTORY, name), 'utf8')) as Recorded)
    .sort((a, b) => a.date.localeCompare(b.date));
  return [...new Map(results.flatMap(({ rows }) => rows).map((row) => [row.name, row])).values()];
}

/** The commit that is checked out, with a word where the work tree differs from it. */
export async function commitName(): Promise<string> {
  const git = (...words: string[]) => execa('git', words, { cwd: import.meta.dirname, reject: false });
  const { stdout: commit } = await git('rev-parse', '--short', 'HEAD');
  const { stdout: changes } = await git('status', '--porcelain', '--untracked-files=no');
  return `${commit || 'unknown'}${changes ? ' with changes' : ''}`;
}
