import type { Transaction } from '@milepost/db/client';

type FindOperations = NonNullable<Parameters<Transaction['operation']['findMany']>[0]>;

export type OperationWhere = NonNullable<FindOperations['where']>;

/** What a summary is made of. */
const include = {
  server: { select: { id: true, name: true, lane: { select: { holder: true } } } },
  installation: { select: { id: true, status: true, uninstalledAt: true } },
  milestones: { orderBy: { n: 'asc' } },
  laneEntry: { select: { place: true, waiting: true } },
} as const;

/** The sealed secrets and the input stay where they are: a summary needs neither. */
const omit = { sealedSecrets: true } as const;

/** Operations with what their summaries are made of. */
export function readOperationRows(
  db: Transaction,
  options: Pick<FindOperations, 'where' | 'orderBy' | 'take' | 'skip' | 'cursor'>,
) {
  return db.operation.findMany({ ...options, include, omit });
}

export type OperationRow = Awaited<ReturnType<typeof readOperationRows>>[number];

/** Newest first; the id makes it a total order, so that pages neither repeat nor leave out. */
export const NEWEST_FIRST = [
  { requestedAt: 'desc' },
  { id: 'desc' },
] as const satisfies FindOperations['orderBy'];
