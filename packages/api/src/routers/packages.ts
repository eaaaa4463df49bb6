import { OPERATION_KIND } from '@milepost/contract/operation-kinds';
import { z } from 'zod';
import { followPreview, previewPlan } from '../services/packages/preview-plan';
import { readFieldOptions } from '../services/packages/read-field-options';
import { submitPackage } from '../services/packages/submit-package';
import type { Submitted } from '../services/packages/submit-package';
import { operatorProcedure, router } from '../trpc/trpc';
import type { FieldOptions, PlanPreview } from '../views/package-views';
import { id, operationId, shownPlan } from './inputs';
import { previewRequest, withTrpcErrors } from './preview-request';

const kind = z.string().regex(OPERATION_KIND);

/** As the form has it; the package's own schema validates it. */
const input = z.record(z.string().max(100), z.unknown());

/** `parentId`: the installation that it will live in. */
const preview = z.object({ serverId: id, packageId: id, parentId: id.optional(), input });

/** `adopts`: it was found on the server, where somebody else had installed it. */
const submit = preview.extend({ operationId, ...shownPlan, adopts: z.boolean().optional() });

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
  /** What the fields of a form can be chosen from on one server, where that depends on it. */
  fieldOptions: operatorProcedure
    .input(
      z.object({ serverId: id, packageId: id, installationId: id.optional(), parentId: id.optional(), kind }),
    )
    .query(({ ctx, input }): Promise<FieldOptions> => readFieldOptions(ctx.dependencies, input)),
  install: operatorProcedure
    .input(submit)
    .mutation(({ ctx, input }): Promise<Submitted> =>
      submitPackage(ctx.dependencies, { ...input, kind: 'install', by: ctx.user.email }),
    ),
});
