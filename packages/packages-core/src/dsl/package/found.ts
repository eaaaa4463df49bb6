import type { Fact, Json, VersionFact } from '../facts/fact';

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
