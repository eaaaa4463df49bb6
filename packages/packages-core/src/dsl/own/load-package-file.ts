import { createJiti } from 'jiti';
import { languageModules } from '../../generated/language-modules';
import type { PackageDefinition } from '../package/definition';

export type LoadedFile = { ok: true; definition: PackageDefinition } | { ok: false; message: string };

/**
 * Reads package files of one directory, in TypeScript or JavaScript. What they import of the language are the modules of this process itself;
 * beside it they may import files of their own. Each call of the answer takes an absolute path and throws nothing.
 */
export function packageFileLoader(directory: string): (file: string) => LoadedFile {
  const load = createJiti(`${directory}/`, {
    // Nothing is written beside somebody's files, and a restart reads them again.
    fsCache: false,
    interopDefault: false,
    virtualModules: { ...languageModules },
  });
  for (const file of Object.keys(load.cache)) if (file.startsWith(`${directory}/`)) delete load.cache[file];
  return (file) => {
    try {
      const { default: definition } = load(file) as { default?: unknown };
      if (isDefinition(definition)) return { ok: true, definition };
      return {
        ok: false,
        message: 'Its default export is no package: write `export default definePackage({ … })`.',
      };
    } catch (error) {
      return { ok: false, message: sentence(error, directory) };
    }
  };
}

/** Only what a call of `definePackage` answers with has all of these. */
function isDefinition(value: unknown): value is PackageDefinition {
  return (
    typeof value === 'object' &&
    value !== null &&
    ['id', 'title', 'category', 'operations', 'requirements', 'supports', 'verbs'].every(
      (name) => name in value,
    )
  );
}

const LONGEST = 500;

/** What is wrong, on one line, with paths as the author knows them. */
function sentence(error: unknown, directory: string): string {
  const message = error instanceof Error ? error.message : String(error);
  const line = message.replaceAll(`${directory}/`, '').replace(/\s+/g, ' ').trim();
  return line.length > LONGEST ? `${line.slice(0, LONGEST)}…` : line;
}
