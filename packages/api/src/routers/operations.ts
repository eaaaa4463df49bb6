import { OPERATION_KINDS, OPERATION_STATUSES } from '@milepost/packages-core/contract/statuses';
import { z } from 'zod';
import { cancelOperation } from '../services/operations/cancel-operation';
import { decideOperation } from '../services/operations/decide';
import { getOperation } from '../services/operations/get-operation';
import { goOnWithOperation } from '../services/operations/go-on';
import { listEvents } from '../services/operations/list-events';
import { listOperations } from '../services/operations/list-operations';
import { listOutput } from '../services/operations/list-output';
import { pauseOperation } from '../services/operations/pause-operation';
import { resumeOperation } from '../services/operations/resume-operation';
import { stopWaitingForServer } from '../services/operations/stop-waiting';
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

const because = z.string().trim().max(500);

const choice = z.discriminatedUnion('action', [
  z.object({ action: z.literal('retry') }),
  z.object({ action: z.literal('retry_from'), milestone: z.number().int().min(1) }),
  z.object({ action: z.literal('skip'), reason: because.min(1, 'Say why it may be skipped.') }),
  z.object({
    action: z.literal('roll_back'),
    reason: because.nullable(),
    /** The data of what it brought goes too. */
    removeData: z.boolean().default(false),
  }),
  z.object({ action: z.literal('give_up'), reason: because.nullable() }),
]);

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
  pause: operatorProcedure
    .input(z.object({ operationId, resumeAt: z.iso.datetime().nullish() }))
    .mutation(({ ctx, input }): Promise<OperationSummary> =>
      pauseOperation(ctx.dependencies, {
        operationId: input.operationId,
        by: ctx.viewer.email,
        resumeAt: input.resumeAt ? new Date(input.resumeAt) : null,
      }),
    ),
  resume: operatorProcedure
    .input(z.object({ operationId }))
    .mutation(({ ctx, input }): Promise<OperationSummary> =>
      resumeOperation(ctx.dependencies, { ...input, by: ctx.viewer.email }),
    ),
  decide: operatorProcedure
    .input(z.object({ operationId, point: z.number().int().min(0), choice }))
    .mutation(({ ctx, input }): Promise<OperationSummary> =>
      decideOperation(ctx.dependencies, { ...input, by: ctx.viewer.email }),
    ),
  goOn: operatorProcedure
    .input(z.object({ operationId }))
    .mutation(({ ctx, input }): Promise<OperationSummary> =>
      goOnWithOperation(ctx.dependencies, { ...input, by: ctx.viewer.email }),
    ),
  stopWaiting: operatorProcedure
    .input(z.object({ operationId }))
    .mutation(({ ctx, input }): Promise<OperationSummary> =>
      stopWaitingForServer(ctx.dependencies, { ...input, by: ctx.viewer.email }),
    ),
});
