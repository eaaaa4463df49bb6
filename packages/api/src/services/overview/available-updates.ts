import type { Database } from '@milepost/db/client';
import { catalog } from '@milepost/packages-core/dsl/catalog';
import type { Overview } from '../../views/overview-views';
import { installationTitle } from '../installations/installation-view';

/** The others are counted, and found on their servers' pages. */
const SHOWN = 10;

/** Which installations could be updated, by what the daily check found: by server and title. */
export async function readAvailableUpdates(db: Database): Promise<Overview['updates']> {
  const updatable = catalog()
    .filter(({ operations }) => operations['update'])
    .map(({ id }) => id);
  const where = {
    ...{ status: 'active' as const, uninstalledAt: null, availableVersion: { not: null } },
    packageId: { in: updatable },
  };
  const [total, rows] = await Promise.all([
    db.installation.count({ where }),
    db.installation.findMany({
      ...{ where, take: SHOWN },
      include: { server: { select: { id: true, name: true } } },
      orderBy: [{ server: { name: 'asc' } }, { packageId: 'asc' }, { key: 'asc' }],
    }),
  ]);
  const items = rows.flatMap((row) =>
    row.availableVersion === null
      ? []
      : [
          {
            ...{ installationId: row.id, title: installationTitle(row), server: row.server },
            ...{ version: row.version, available: row.availableVersion },
          },
        ],
  );
  return { total, items };
}
