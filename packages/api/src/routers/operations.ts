import { FIELD_MESSAGES } from '@milepost/contract/messages/errors/validation-errors';
import { OPERATION_KIND } from '@milepost/contract/operation-kinds';
import { OPERATION_STATUSES } from '@milepost/contract/statuses';
import { z } from 'zod';
import { cancelOperation } from '../services/operations/control/cancel-operation';
import { decideOperation } from '../services/operations/control/decide';
import { getOperation } from '../services/operations/get-operation';
import { getPlan } from '../services/operations/get-plan';
import { getPlanChange } from '../services/operations/get-plan-change';
import { resumeInterruptedOperation } from '../services/operations/control/resume-interrupted';
import { listEvents } from '../services/operations/list-events';
import { listOperations } from '../services/operations/list-operations';
import { listOutput } from '../services/operations/list-output';
import { pauseOperation } from '../services/operations/control/pause-operation';
import { resumeOperation } from '../services/operations/control/resume-operation';
import { abandonServerOfOperation } from '../services/operations/control/abandon-server';
import type { OperationPlan, PlanChange } from '../views/output-views';
import { operatorProcedure, router, viewerProcedure } from '../trpc/trpc';
import type { EventView, OperationDetail, OperationSummary, OutputChunk, Page } from '../views/views';
import { after, cursor, id, limit, moment, operationId, ordinal, search } from './inputs';

const status = z.enum(OPERATION_STATUSES);

const list = z.object({
  /** One or several. */
  status: z.union([status, z.array(status).max(20)]).optional(),
  serverId: id.optional(),
  installationId: id.optional(),
  packageId: id.optional(),
  kind: z.string().regex(OPERATION_KIND).optional(),
  search: search.optional(),
  cursor: cursor.nullish(),
  limit: limit.optional(),
});

const reason = z.string().trim().max(500);

const choice = z.discriminatedUnion('action', [
  z.object({ action: z.literal('retry') }),
  z.object({ action: z.literal('retry_from'), milestone: ordinal.min(1) }),
  z.object({ action: z.literal('skip'), reason: reason.min(1, FIELD_MESSAGES.reason) }),
  z.object({
    action: z.literal('roll_back'),
    reason: reason.nullable(),
    /** The data of what it brought goes too. */
    removeData: z.boolean().default(false),
  }),
  z.object({ action: z.literal('accept_plan') }),
  z.object({ action: z.literal('mark_failed'), reason: reason.nullable() }),
]);

export const operationsRouter = router({
  list: viewerProcedure
    .input(list)
    .query(({ ctx, input }): Promise<Page<OperationSummary>> => listOperations(ctx.dependencies.db, input)),
  get: viewerProcedure.input(z.object({ operationId })).query(({ ctx, input }): Promise<OperationDetail> =>
    getOperation(ctx.dependencies.db, input.operationId, {
      role: ctx.user.role,
      temporalUi: ctx.dependencies.temporalUi,
    }),
  ),
  /** What differs between the plan that was shown and the one that would run now, where a decision is waited for about it. */
  planChange: viewerProcedure
    .input(z.object({ operationId }))
    .query(({ ctx, input }): Promise<PlanChange> => getPlanChange(ctx.dependencies.db, input.operationId)),
  events: viewerProcedure
    .input(z.object({ operationId, after }))
    .query(({ ctx, input }): Promise<EventView[]> => listEvents(ctx.dependencies.db, input)),
  output: viewerProcedure
    .input(z.object({ operationId, after, limit: z.number().int().min(1).max(500).optional() }))
    .query(({ ctx, input }): Promise<OutputChunk[]> => listOutput(ctx.dependencies.db, input)),
  plan: viewerProcedure
    .input(z.object({ operationId, scripts: z.boolean().default(false) }))
    .query(({ ctx, input }): Promise<OperationPlan> => getPlan(ctx.dependencies.db, input)),
  cancel: operatorProcedure
    .input(z.object({ operationId, reason: z.string().trim().max(500).optional() }))
    .mutation(({ ctx, input }): Promise<OperationSummary> =>
      cancelOperation(ctx.dependencies, {
        operationId: input.operationId,
        by: ctx.user.email,
        reason: input.reason ?? null,
      }),
    ),
  pause: operatorProcedure
    .input(z.object({ operationId, resumeAt: moment(FIELD_MESSAGES.dateTime).nullish() }))
    .mutation(({ ctx, input }): Promise<OperationSummary> =>
      pauseOperation(ctx.dependencies, {
        operationId: input.operationId,
        by: ctx.user.email,
        resumeAt: input.resumeAt ? new Date(input.resumeAt) : null,
      }),
    ),
  resume: operatorProcedure
    .input(z.object({ operationId }))
    .mutation(({ ctx, input }): Promise<OperationSummary> =>
      resumeOperation(ctx.dependencies, { ...input, by: ctx.user.email }),
    ),
  decide: operatorProcedure
    .input(z.object({ operationId, point: ordinal, choice }))
    .mutation(({ ctx, input }): Promise<OperationSummary> =>
      decideOperation(ctx.dependencies, { ...input, by: ctx.user.email }),
    ),
  resumeInterrupted: operatorProcedure
    .input(z.object({ operationId }))
    .mutation(({ ctx, input }): Promise<OperationSummary> =>
      resumeInterruptedOperation(ctx.dependencies, { ...input, by: ctx.user.email }),
    ),
  abandonServer: operatorProcedure
    .input(z.object({ operationId }))
    .mutation(({ ctx, input }): Promise<OperationSummary> =>
      abandonServerOfOperation(ctx.dependencies, { ...input, by: ctx.user.email }),
    ),
});
