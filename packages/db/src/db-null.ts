import { Prisma } from './generated/client';

/** SQL's null in a JSON column, for who writes through Prisma's models. */
export const DB_NULL = Prisma.DbNull;
