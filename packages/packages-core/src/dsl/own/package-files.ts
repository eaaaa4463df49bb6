import { readdirSync } from 'node:fs';
import { isAbsolute } from 'node:path';

const SETTING = 'The setting MILEPOST_PACKAGES_DIR';

/**
 * The names of the package files in a directory: what is in its folders, and what is called .test, .spec, .config or .d, belongs to them. Throws
 * one sentence where the setting names no directory that can be read.
 */
export function packageFiles(directory: string): string[] {
  if (!isAbsolute(directory)) throw new Error(`${SETTING} is “${directory}”: write an absolute path.`);
  return namesIn(directory)
    .filter((name) => /^[^.].*\.m?[tj]s$/.test(name) && !/\.(test|spec|config|d)\.m?[tj]s$/.test(name))
    .sort();
}

function namesIn(directory: string): string[] {
  try {
    return readdirSync(directory);
  } catch {
    throw new Error(`${SETTING} is ${directory}, which is no directory that can be read.`);
  }
}
