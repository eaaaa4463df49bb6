import { randomUUID } from 'node:crypto';
import type { Database } from '@milepost/db/client';
import type { ServerFacts } from '@milepost/contract/facts';

export const BOOKWORM: ServerFacts = {
  os: 'debian',
  version: '12',
  codename: 'bookworm',
  prettyName: 'Debian GNU/Linux 12 (bookworm)',
  arch: 'amd64',
  kernel: '6.1.0-27-amd64',
  cpus: 2,
  memory: 4 * 1024 ** 3,
  disk: { total: 40 * 1024 ** 3, free: 31 * 1024 ** 3 },
  machineId: '0'.repeat(32),
  systemd: true,
};

type ServerRow = NonNullable<Parameters<Database['server']['create']>[0]>['data'];

/** A server that has joined; anything of it can be another. */
export async function insertServer(
  db: Database,
  other: Partial<ServerRow> = {},
): Promise<{ id: string; name: string }> {
  const id = randomUUID();
  const data = {
    id,
    name: `web-${id.slice(0, 8)}`,
    address: `${id.slice(0, 8)}.example`,
    status: 'ready',
    facts: { ...BOOKWORM },
    factsAt: new Date(),
    createdBy: 'ada@example.com',
    ...other,
  } as ServerRow;
  const { name } = await db.server.create({ data });
  return { id, name };
}
