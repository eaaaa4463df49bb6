import type { Fact, Json, VersionFact } from '../facts/fact';
import type { PackageDefinition } from './definition';

/** One of a package that is on a server, whoever installed it. */
export interface FoundInstance {
  readonly version: string;
  /** The inputs that identify it; empty of a package that exists once. */
  readonly identity: { readonly [name: string]: Json };
}

/** A package that exists once is found by its version. */
export function foundByVersion({ present, ...fact }: VersionFact): Fact<readonly FoundInstance[]> {
  const { read, parse } = present ?? fact;
  return {
    read,
    parse: (output) => {
      const version = parse(output);
      return version === null ? [] : [{ version, identity: {} }];
    },
  };
}

/** Whether a package can be there without Milepost, and so be adopted: what lives in a parent cannot. */
export const canBeFound = ({ found, within }: Pick<PackageDefinition, 'found' | 'within'>): boolean =>
  found !== null && within === null;
