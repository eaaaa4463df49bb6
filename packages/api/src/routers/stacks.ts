import { z } from 'zod';
import { findStacks, stackView } from '../services/stacks/find-stack';
import { followStackPreview } from '../services/stacks/preview-stack';
import { runStack } from '../services/stacks/run-stack';
import { removeStack, saveStack } from '../services/stacks/save-stack';
import { getStackForm } from '../services/stacks/stack-form';
import { continueStack, endStack, getStackRun, listStackRuns } from '../services/stacks/stack-runs';
import { operatorProcedure, router, viewerProcedure } from '../trpc/trpc';
import type {
  StackForm,
  StackRunSummary,
  StackRunView,
  StackStepPreview,
  StackView,
} from '../views/stack-views';
import { id, operationId, ordinal, shownPlan } from './inputs';
import { assertPost, withTrpcErrors } from './preview-request';

const MAX_STEPS = 50;

/** By the number of the step; its package's own schema validates it. */
const given = z.record(z.string().max(3), z.record(z.string().max(100), z.unknown()));

const run = z.object({ runId: operationId, stackId: id, serverId: id, given });

const { planHash, observations, confirmsOutOfSight } = shownPlan;

export const stacksRouter = router({
  /** Those that ship, then those that people have saved. */
  list: viewerProcedure.query(async ({ ctx }): Promise<StackView[]> =>
    (await findStacks(ctx.dependencies.db)).map(stackView),
  ),
  /** What a run on a server asks. */
  form: viewerProcedure
    .input(z.object({ stackId: id, serverId: id }))
    .query(({ ctx, input }): Promise<StackForm> => getStackForm(ctx.dependencies.db, input)),
  /** The plans of all steps as a stream, as `packages.followPreview`. */
  followPreview: operatorProcedure
    .input(run)
    .query(async ({ ctx, input, signal }): Promise<AsyncIterable<StackStepPreview, void>> => {
      assertPost(ctx.method);
      const asked = { personId: ctx.user.id, signal: signal ?? new AbortController().signal };
      return withTrpcErrors(await followStackPreview(ctx.dependencies, { ...input, ...asked }));
    }),
  run: operatorProcedure
    .input(
      run.extend({
        shown: z.array(z.object({ planHash, observations })).max(MAX_STEPS),
        confirmsOutOfSight,
      }),
    )
    .mutation(({ ctx, input }): Promise<{ runId: string }> =>
      runStack(ctx.dependencies, { ...input, by: ctx.user.email }),
    ),
  /** Saves what is installed on a server, without secrets. */
  save: operatorProcedure
    .input(
      z.object({
        stackId: operationId,
        name: z.string().trim().min(1).max(80),
        description: z.string().trim().max(300),
        serverId: id,
        installationIds: z.array(id).min(1).max(MAX_STEPS),
      }),
    )
    .mutation(({ ctx, input }): Promise<{ stackId: string }> =>
      saveStack(ctx.dependencies.db, { ...input, by: ctx.user.email }),
    ),
  remove: operatorProcedure
    .input(z.object({ stackId: id }))
    .mutation(({ ctx, input }): Promise<{ removed: true }> =>
      removeStack(ctx.dependencies.db, input.stackId),
    ),
  /** The last ones, of all stacks. */
  runs: viewerProcedure.query(({ ctx }): Promise<StackRunSummary[]> => listStackRuns(ctx.dependencies.db)),
  getRun: viewerProcedure
    .input(z.object({ runId: id }))
    .query(({ ctx, input }): Promise<StackRunView> => getStackRun(ctx.dependencies.db, input.runId)),
  /** Goes on after the step that the run stopped at; `again`: tries that once more. */
  continueRun: operatorProcedure
    .input(z.object({ runId: id, n: ordinal, again: z.boolean() }))
    .mutation(({ ctx, input }): Promise<StackRunView> =>
      continueStack(ctx.dependencies, { ...input, by: ctx.user.email }),
    ),
  /** No further step begins. */
  endRun: operatorProcedure
    .input(z.object({ runId: id }))
    .mutation(({ ctx, input }): Promise<StackRunView> =>
      endStack(ctx.dependencies, { ...input, by: ctx.user.email }),
    ),
});
