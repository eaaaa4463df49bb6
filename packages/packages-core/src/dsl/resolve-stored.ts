import type { PlannedRequirement } from '@milepost/contract/plan';
import { storedInput, storedReads } from './compile-stored';
import type { StoredRequest } from './compile-stored';
import type { FactRead } from './facts/read-facts';
import type { PackageDefinition } from './package/definition';
import { findRelations } from './package/relations';
import type { StoredRelation } from './package/relations';

export interface UnresolvedRequest extends Pick<
  StoredRequest,
  'definition' | 'kind' | 'input' | 'installation' | 'facts'
> {
  /** What it lives in. */
  parentId: string | null;
  /** What else is installed on the server. */
  others: readonly StoredRelation[];
  server: { name: string; address: string };
}

export type ResolvedStored =
  | {
      ok: true;
      stored: StoredRequest;
      /** What has to be read on the server before it is compiled. */
      reads: FactRead[];
    }
  /** What it needs on the server and is not there. */
  | { ok: false; missing: PlannedRequirement };

/** All that a plan is compiled from, but for what has to be read on the server: the same for the console and for the worker. Pure. */
export function resolveStored(
  { definition, parentId, others, server, ...rest }: UnresolvedRequest,
  findPackage: (packageId: string) => PackageDefinition | undefined,
): ResolvedStored {
  const found = findRelations({
    ...{ definition, input: storedInput(rest), parentId, others, findPackage },
    lenient: rest.kind === 'uninstall',
  });
  if (!found.ok) return found;
  const connection = { name: server.name, address: server.address };
  const stored = { ...rest, definition, connection, relations: found.relations };
  return { ok: true, stored, reads: storedReads(stored) };
}
