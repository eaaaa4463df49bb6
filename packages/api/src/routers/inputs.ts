import { FIELD_MESSAGES } from '@milepost/contract/messages/errors/validation-errors';
import { BAD_CURSOR } from '@milepost/contract/messages/errors/database-errors';
import { z } from 'zod';

/** Inputs that several routers share. */
export const id = z.string().min(1).max(64);
export const operationId = z.uuid(FIELD_MESSAGES.operationId);
export const search = z.string().trim().max(100);
export const cursor = z.string(BAD_CURSOR).max(500, BAD_CURSOR);
export const limit = z.number().int().min(1).max(100);

/** What a person saw before submitting: the plan, what its preview observed on the server, and whether data may go out of sight. */
export const shownPlan = {
  planHash: z.string().max(100),
  observations: z.string().max(100).nullish(),
  confirmsOutOfSight: z.boolean().optional(),
};

/** As far as PostgreSQL's `integer` counts. */
const MAX_INTEGER = 2 ** 31 - 1;

/** The number of an event, of a chunk of output, of a milestone, or of a decision point. */
export const ordinal = z.number().int().min(0).max(MAX_INTEGER);

/** The number of the last event or chunk of output that a client has: where the next answer begins. */
export const after = z.number(BAD_CURSOR).int(BAD_CURSOR).min(0, BAD_CURSOR).max(MAX_INTEGER, BAD_CURSOR);

/** A point in time that JavaScript writes and PostgreSQL reads: both take the year 0 for another. */
export const moment = (sentence: string) => z.iso.datetime(sentence).regex(/^[12]\d{3}-/, sentence);

const position = z.object({ event: after, output: after });

/** Where a client stands in each operation that it watches: 50 at most. */
export const watch = z
  .record(operationId, position)
  .refine((watched) => Object.keys(watched).length <= 50, FIELD_MESSAGES.watchTooLarge);
