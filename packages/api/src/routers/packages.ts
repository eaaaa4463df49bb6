import { z } from 'zod';
import { AppError } from '../errors/app-error';
import { previewPlan } from '../services/packages/preview-plan';
import { submitPackage } from '../services/packages/submit-package';
import type { Submitted } from '../services/packages/submit-package';
import { operatorProcedure, router, viewerProcedure } from '../trpc';
import type { PlanPreview } from '../package-views';
import { id, operationId } from './inputs';

/** As the form has it; the package's own schema judges it. */
const input = z.record(z.string().max(100), z.unknown());

const submit = z.object({ operationId, serverId: id, packageId: id, input, planHash: z.string().max(100) });

/** The operation that waits for a decision, which is given up for this one. */
const givesUp = z.object({ operationId, point: z.number().int().min(0) });

const preview = z.object({ serverId: id, packageId: id, kind: z.enum(['install', 'uninstall']), input });

export const packagesRouter = router({
  /** Send it as a POST (`methodOverride: 'POST'`): its input may hold a secret, which has no place in an address. */
  preview: viewerProcedure.input(preview).query(({ ctx, input }): Promise<PlanPreview> => {
    if (ctx.method !== 'POST') throw new AppError('BAD_REQUEST', 'A preview is asked for with a POST.');
    return previewPlan(ctx.dependencies, input);
  }),
  install: operatorProcedure
    .input(submit)
    .mutation(({ ctx, input }): Promise<Submitted> =>
      submitPackage(ctx.dependencies, { ...input, kind: 'install', by: ctx.viewer.email }),
    ),
  uninstall: operatorProcedure
    .input(submit.extend({ givesUp: givesUp.nullish() }))
    .mutation(({ ctx, input }): Promise<Submitted> =>
      submitPackage(ctx.dependencies, { ...input, kind: 'uninstall', by: ctx.viewer.email }),
    ),
});
