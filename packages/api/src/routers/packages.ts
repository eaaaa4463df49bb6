import { z } from 'zod';
import { requestError } from '../errors/request-error';
import { toTrpcError } from '../errors/to-trpc-error';
import { followPreview, previewPlan } from '../services/packages/preview-plan';
import type { PreviewRequest } from '../services/packages/preview-plan';
import { submitPackage } from '../services/packages/submit-package';
import type { Submitted } from '../services/packages/submit-package';
import { operatorProcedure, router } from '../trpc/trpc';
import type { PlanPreview } from '../views/package-views';
import { id, operationId, ordinal } from './inputs';

/** As the form has it; the package's own schema validates it. */
const input = z.record(z.string().max(100), z.unknown());

const submit = z.object({ operationId, serverId: id, packageId: id, input, planHash: z.string().max(100) });

/** The operation that waits for a decision, which is closed for this one. */
const closesOperation = z.object({ operationId, point: ordinal });

const preview = z.object({ serverId: id, packageId: id, kind: z.enum(['install', 'uninstall']), input });

export const packagesRouter = router({
  /** Send it as a POST (`methodOverride: 'POST'`): its input may hold a secret, which has no place in an address. */
  preview: operatorProcedure
    .input(preview)
    .query(({ ctx, input, signal }): Promise<PlanPreview> =>
      previewPlan(ctx.dependencies, previewRequest(ctx, input, signal)),
    ),
  /** The same as a stream of previews, each with more of the server's answers: for httpBatchStreamLink alone. */
  followPreview: operatorProcedure
    .input(preview)
    .query(async ({ ctx, input, signal }): Promise<AsyncIterable<PlanPreview, void>> =>
      withTrpcErrors(await followPreview(ctx.dependencies, previewRequest(ctx, input, signal))),
    ),
  install: operatorProcedure
    .input(submit)
    .mutation(({ ctx, input }): Promise<Submitted> =>
      submitPackage(ctx.dependencies, { ...input, kind: 'install', by: ctx.user.email }),
    ),
  uninstall: operatorProcedure
    .input(submit.extend({ closesOperation: closesOperation.nullish() }))
    .mutation(({ ctx, input }): Promise<Submitted> =>
      submitPackage(ctx.dependencies, { ...input, kind: 'uninstall', by: ctx.user.email }),
    ),
});

interface Caller {
  method: string;
  user: { id: string };
}

/** Throws AppError BAD_REQUEST where its input would be in an address. */
function previewRequest(
  { method, user }: Caller,
  request: z.infer<typeof preview>,
  signal: AbortSignal | undefined,
): PreviewRequest {
  if (method !== 'POST') throw requestError('BAD_REQUEST', { code: 'post_required' });
  return { ...request, personId: user.id, signal: signal ?? new AbortController().signal };
}

/** What a stream throws passes no middleware. */
async function* withTrpcErrors<T>(steps: AsyncIterable<T>): AsyncGenerator<T, void> {
  try {
    yield* steps;
  } catch (error) {
    throw toTrpcError(error);
  }
}
