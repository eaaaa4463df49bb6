import type { Transaction } from '../client';
import { Prisma } from '../generated/client';
import { SILENT } from './silence';

/** How many workers are alive by their beats. */
export async function countLiveWorkers(db: Transaction): Promise<number> {
  const [row] = await db.$queryRaw<{ live: number }[]>`
    select count(*)::int as live from workers w
    where w.stopped_at is null and w.lost_at is null and not ${Prisma.raw(SILENT)}`;
  return row?.live ?? 0;
}
