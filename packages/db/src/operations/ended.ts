import { OPERATION_OUTCOMES } from '@milepost/contract/statuses';
import { Prisma } from '../generated/client';

/** The statuses of operations that have ended, for `status in ${ENDED}`. */
export const ENDED = Prisma.raw(`('${OPERATION_OUTCOMES.join("', '")}')`);
