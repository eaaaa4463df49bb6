import { z } from 'zod';

/** Inputs that several routers share. */
export const id = z.string().min(1).max(64);
export const operationId = z.uuid('The id of an operation is a UUID.');
export const search = z.string().trim().max(100);
export const cursor = z.string().max(500);
export const limit = z.number().int().min(1).max(100);

const position = z.object({ event: z.number().int().min(0), output: z.number().int().min(0) });

/** Where a client stands in each operation that it watches: 50 at most. */
export const watch = z
  .record(operationId, position)
  .refine((watched) => Object.keys(watched).length <= 50, 'A stream watches at most 50 operations.');
