import { z } from 'zod';
import { followPreview, previewPlan } from '../services/packages/preview-plan';
import { submitPackage } from '../services/packages/submit-package';
import type { Submitted } from '../services/packages/submit-package';
import { operatorProcedure, router } from '../trpc/trpc';
import type { PlanPreview } from '../views/package-views';
import { id, operationId } from './inputs';
import { previewRequest, withTrpcErrors } from './preview-request';

/** As the form has it; the package's own schema validates it. */
const input = z.record(z.string().max(100), z.unknown());

const submit = z.object({ operationId, serverId: id, packageId: id, input, planHash: z.string().max(100) });

const preview = z.object({ serverId: id, packageId: id, input });

export const packagesRouter = router({
  /** Send it as a POST (`methodOverride: 'POST'`): its input may hold a secret, which has no place in an address. */
  preview: operatorProcedure
    .input(preview)
    .query(({ ctx, input, signal }): Promise<PlanPreview> =>
      previewPlan(ctx.dependencies, previewRequest(ctx, { ...input, kind: 'install' }, signal)),
    ),
  /** The same as a stream of previews, each with more of the server's answers: for httpBatchStreamLink alone. */
  followPreview: operatorProcedure
    .input(preview)
    .query(async ({ ctx, input, signal }): Promise<AsyncIterable<PlanPreview, void>> =>
      withTrpcErrors(
        await followPreview(ctx.dependencies, previewRequest(ctx, { ...input, kind: 'install' }, signal)),
      ),
    ),
  install: operatorProcedure
    .input(submit)
    .mutation(({ ctx, input }): Promise<Submitted> =>
      submitPackage(ctx.dependencies, { ...input, kind: 'install', by: ctx.user.email }),
    ),
});
