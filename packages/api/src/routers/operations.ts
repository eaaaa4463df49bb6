import { OPERATION_KINDS, OPERATION_STATUSES } from '@milepost/packages-core/contract/statuses';
import { z } from 'zod';
import { notImplemented } from '../errors/not-implemented';
import { operatorProcedure, router, viewerProcedure } from '../trpc';
import type { EventView, OperationDetail, OperationSummary, OutputChunk, Page } from '../views';
import { cursor, id, limit, operationId, search } from './inputs';

const status = z.enum(OPERATION_STATUSES);

const list = z.object({
  /** One or several. */
  status: z.union([status, z.array(status)]).optional(),
  serverId: id.optional(),
  packageId: id.optional(),
  kind: z.enum(OPERATION_KINDS).optional(),
  search: search.optional(),
  cursor: cursor.nullish(),
  limit: limit.optional(),
});

const after = z.number().int().min(0);

export const operationsRouter = router({
  list: viewerProcedure.input(list).query((): Promise<Page<OperationSummary>> => notImplemented()),
  get: viewerProcedure
    .input(z.object({ operationId }))
    .query((): Promise<OperationDetail> => notImplemented()),
  events: viewerProcedure
    .input(z.object({ operationId, after }))
    .query((): Promise<EventView[]> => notImplemented()),
  output: viewerProcedure
    .input(z.object({ operationId, after, limit: z.number().int().min(1).max(500).optional() }))
    .query((): Promise<OutputChunk[]> => notImplemented()),
  cancel: operatorProcedure
    .input(z.object({ operationId, reason: z.string().trim().max(500).optional() }))
    .mutation((): Promise<OperationSummary> => notImplemented()),
  tryAgain: operatorProcedure
    .input(z.object({ operationId, point: z.number().int().min(0) }))
    .mutation((): Promise<OperationSummary> => notImplemented()),
});
