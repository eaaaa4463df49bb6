import type { Database } from '@milepost/db/client';
import { findPackage } from '@milepost/packages-core/dsl/catalog';
import { listensOf } from '@milepost/packages-core/dsl/compile-stored';
import type { Listen } from '@milepost/packages-core/dsl/package/listen';
import type { InstallationAddress } from '../../../views/installation-views';
import type { InstallationRow } from '../installation-view';

/** Where an installation answers, by what it was installed with. */
export async function readAddresses(
  db: Database,
  { packageId, serverId, completedInput, uninstalledAt }: InstallationRow,
): Promise<InstallationAddress[]> {
  const definition = findPackage(packageId);
  if (!definition || uninstalledAt !== null) return [];
  const server = await db.server.findUniqueOrThrow({ where: { id: serverId }, select: { address: true } });
  const listens = listensOf(definition, completedInput as Record<string, unknown> | null);
  return listens.map((listen) => addressOf(listen, server.address));
}

/** Pure. `host`: a name or an address of the server. */
export function addressOf({ protocol, port, on, scheme }: Listen, host: string): InstallationAddress {
  if (protocol === 'unix') return { text: String(port), url: null, local: true };
  const at = on === 'loopback' ? '127.0.0.1' : on === 'all' ? host : on;
  const bracketed = at.includes(':') ? `[${at}]` : at;
  const isWeb = scheme === 'http' || scheme === 'https';
  if (!isWeb || on === 'loopback')
    return { text: `${bracketed}:${port}`, url: null, local: on === 'loopback' };
  const isDefault = (scheme === 'http' && port === 80) || (scheme === 'https' && port === 443);
  const url = `${scheme}://${bracketed}${isDefault ? '' : `:${port}`}/`;
  return { text: url, url, local: false };
}
