import { join } from 'node:path';
import { definitions } from '../../generated/catalog';
import { packageViolations } from '../conformance/package-violations';
import type { PackageDefinition } from '../package/definition';
import { packagesDirectory } from './env';
import { packageFileLoader } from './load-package-file';
import { packageFiles } from './package-files';

/** What is in the directory that MILEPOST_PACKAGES_DIR names. */
export interface OwnPackages {
  definitions: readonly PackageDefinition[];
  /** Files that hold no package that conforms, with a sentence for each thing that is wrong. */
  rejected: readonly RejectedFile[];
}

export interface RejectedFile {
  /** Its name in the directory: "beanstalkd.ts". */
  file: string;
  messages: string[];
}

let loaded: { directory: string | null; packages: OwnPackages } | undefined;

/**
 * The packages of one's own, read once: a change takes a restart. Throws one sentence where the setting names no directory that can be read.
 * Synchronous, so that `catalog()` is; a bundler may load this module more than once, and each reads them with the language that it has.
 */
export function ownPackages(): OwnPackages {
  const directory = packagesDirectory();
  if (loaded?.directory !== directory) loaded = { directory, packages: readOwnPackages(directory) };
  return loaded.packages;
}

/** The same of any directory; none of null. */
export function readOwnPackages(directory: string | null): OwnPackages {
  if (directory === null) return { definitions: [], rejected: [] };
  const names = packageFiles(directory);
  const load = packageFileLoader(directory);
  const files = names.map((file) => ({ file, read: load(join(directory, file)) }));
  const candidates = files.flatMap(({ file, read }) =>
    read.ok ? [{ file, definition: read.definition }] : [],
  );
  const unreadable = files.flatMap(({ file, read }) => (read.ok ? [] : [{ file, messages: [read.message] }]));
  const { accepted, rejected } = accept(candidates);
  return {
    definitions: accepted,
    rejected: [...unreadable, ...rejected].sort((a, b) => a.file.localeCompare(b.file, 'en')),
  };
}

interface Candidate {
  file: string;
  definition: PackageDefinition;
}

/** What conforms. Where a package is rejected, so is what names it. */
function accept(candidates: readonly Candidate[]): {
  accepted: PackageDefinition[];
  rejected: RejectedFile[];
} {
  const accepted = candidates.map(({ definition }) => definition);
  const judged = candidates.map((candidate) => ({
    ...candidate,
    messages: violations(candidate, [...definitions, ...accepted]),
  }));
  const rejected = judged.filter(({ messages }) => messages.length > 0);
  if (rejected.length === 0) return { accepted, rejected: [] };
  const rest = accept(judged.filter(({ messages }) => messages.length === 0));
  return {
    accepted: rest.accepted,
    rejected: [...rejected.map(({ file, messages }) => ({ file, messages })), ...rest.rejected],
  };
}

function violations({ definition }: Candidate, all: readonly PackageDefinition[]): string[] {
  const { id, requirements, within, conflicts } = definition;
  if (all.some((other) => other !== definition && other.id === id))
    return [`Another package has the id ${id} already: choose one of your own.`];
  const ids = new Set(all.map((other) => other.id));
  const provided = new Set(all.flatMap(({ provides }) => provides));
  const named = [...requirements.flatMap(({ packageIds }) => packageIds), ...(within ? [within.id] : [])];
  const unknown = [
    ...named.filter((name) => !ids.has(name)),
    ...conflicts.filter((name) => !ids.has(name) && !provided.has(name)),
  ];
  if (unknown.length > 0)
    return [...new Set(unknown)].map((name) => `It names the package ${name}, which is not in the catalog.`);
  try {
    return packageViolations(definition, all);
  } catch (error) {
    return [error instanceof Error ? error.message : String(error)];
  }
}
