import { OPERATION_OUTCOMES } from '@milepost/contract/statuses';
import { sql } from 'kysely';
import { Prisma } from '../generated/client';

/** The statuses of operations that have ended, for `status in ${ENDED}`. */
export const ENDED = Prisma.raw(`('${OPERATION_OUTCOMES.join("', '")}')`);

/** The same for Kysely. In the statement's text: with parameters PostgreSQL would not use the index of the open operations. */
export const ENDED_STATUSES = OPERATION_OUTCOMES.map((status) => sql.lit(status));
