import { OPERATION_KINDS, OPERATION_STATUSES } from '@milepost/packages-core/contract/statuses';
import { z } from 'zod';
import { cancelOperation } from '../services/operations/cancel-operation';
import { getOperation } from '../services/operations/get-operation';
import { listEvents } from '../services/operations/list-events';
import { listOperations } from '../services/operations/list-operations';
import { listOutput } from '../services/operations/list-output';
import { tryAgain } from '../services/operations/try-again';
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
  list: viewerProcedure
    .input(list)
    .query(({ ctx, input }): Promise<Page<OperationSummary>> => listOperations(ctx.dependencies.db, input)),
  get: viewerProcedure.input(z.object({ operationId })).query(({ ctx, input }): Promise<OperationDetail> =>
    getOperation(ctx.dependencies.db, input.operationId, {
      role: ctx.viewer.role,
      temporalUi: ctx.dependencies.temporalUi,
    }),
  ),
  events: viewerProcedure
    .input(z.object({ operationId, after }))
    .query(({ ctx, input }): Promise<EventView[]> => listEvents(ctx.dependencies.db, input)),
  output: viewerProcedure
    .input(z.object({ operationId, after, limit: z.number().int().min(1).max(500).optional() }))
    .query(({ ctx, input }): Promise<OutputChunk[]> => listOutput(ctx.dependencies.db, input)),
  cancel: operatorProcedure
    .input(z.object({ operationId, reason: z.string().trim().max(500).optional() }))
    .mutation(({ ctx, input }): Promise<OperationSummary> =>
      cancelOperation(ctx.dependencies, {
        operationId: input.operationId,
        by: ctx.viewer.email,
        reason: input.reason ?? null,
      }),
    ),
  tryAgain: operatorProcedure
    .input(z.object({ operationId, point: z.number().int().min(0) }))
    .mutation(({ ctx, input }): Promise<OperationSummary> =>
      tryAgain(ctx.dependencies, { ...input, by: ctx.viewer.email }),
    ),
});
