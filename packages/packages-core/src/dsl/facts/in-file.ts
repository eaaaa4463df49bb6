import { sh } from '../sh';
import type { Fact } from './fact';
import { fact } from './fact';

/** What the first group of a pattern matches in a file, in its last match: null where the file is not there, or nothing matches. */
export function inFile(path: string, pattern: RegExp): Fact<string | null> {
  const everywhere = new RegExp(pattern.source, `${pattern.flags.replace(/[gm]/g, '')}gm`);
  return fact(sh`cat ${path}`, (output) => [...output.matchAll(everywhere)].at(-1)?.[1] ?? null);
}

/** The same, as a whole number; null where it is none. */
export function numberInFile(path: string, pattern: RegExp): Fact<number | null> {
  const { read, parse } = inFile(path, pattern);
  return fact(read, (output) => {
    const text = parse(output);
    return text !== null && /^[0-9]{1,15}$/.test(text) ? Number(text) : null;
  });
}
