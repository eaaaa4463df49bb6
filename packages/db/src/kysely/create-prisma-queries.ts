import { SelectQueryNode } from 'kysely';
import type { CompiledQuery } from 'kysely';
import type { Prisma } from '../generated/client';
import { createQueries } from './create-queries';
import type { Queries } from './create-queries';

/** A builder whose queries are part of a transaction of Prisma's. */
export function createPrismaQueries(
  tx: Pick<Prisma.TransactionClient, '$queryRawUnsafe' | '$executeRawUnsafe'>,
): Queries {
  return createQueries(async (query) => {
    const { sql, parameters } = query;
    if (!returnsRows(query))
      return { rows: [], numAffectedRows: BigInt(await tx.$executeRawUnsafe(sql, ...parameters)) };
    const rows = await tx.$queryRawUnsafe<unknown[]>(sql, ...parameters);
    return { rows, numAffectedRows: BigInt(rows.length) };
  });
}

/** Prisma gives the rows or their number, and not both. */
function returnsRows({ query }: CompiledQuery): boolean {
  return SelectQueryNode.is(query) || ('returning' in query && query.returning !== undefined);
}
