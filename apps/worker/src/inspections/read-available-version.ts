import type { AvailableVersion } from '@milepost/contract/available-version';
import type { DriftSubject } from '@milepost/db/operations/installations/drift';
import { findPackage } from '@milepost/packages-core/dsl/catalog';
import { FACT_BYTES, FACT_SECONDS } from '@milepost/packages-core/dsl/facts/fact';
import { restoreInput } from '@milepost/packages-core/dsl/input';
import { withLibraries } from '@milepost/packages-core/dsl/plan/libraries';
import type { Dependencies } from '../startup/dependencies';

/**
 * Which newer version the server's package lists offer, as they are: they are not refreshed, so nothing changes. Null where the package
 * has no versions, or its stored input does not fit its definition any more. Throws HostError.
 */
export async function readAvailableVersion(
  { hosts }: Pick<Dependencies, 'hosts'>,
  { packageId, input, server }: Pick<DriftSubject, 'packageId' | 'input' | 'server'>,
  signal: AbortSignal,
): Promise<AvailableVersion | null> {
  const definition = findPackage(packageId);
  const restored = definition && restoreInput(definition, input);
  const available = restored?.ok ? definition?.version(restored.input)?.available : undefined;
  if (!available) return null;
  const host = await hosts.connect({ serverId: server.id, credential: 'root' }, signal);
  const bounds = { timeoutSeconds: FACT_SECONDS, maxBytes: FACT_BYTES };
  const { stdout } = await host.read(withLibraries(available.read.script), { ...bounds, signal });
  return available.parse(stdout);
}
