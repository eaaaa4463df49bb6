import { z } from 'zod';
import { notImplemented } from '../errors/not-implemented';
import { operatorProcedure, router, viewerProcedure } from '../trpc';
import type { PlanPreview } from '../views';
import { id, operationId } from './inputs';

/** As the form has it; the package's own schema judges it. */
const input = z.record(z.string().max(100), z.unknown());

const submit = z.object({ operationId, serverId: id, packageId: id, input, planHash: z.string().max(100) });

const preview = z.object({ serverId: id, packageId: id, kind: z.enum(['install', 'uninstall']), input });

interface Submitted {
  operationId: string;
  /** "Accepted. The workflow engine is unreachable; it starts when it is back." */
  warning: string | null;
}

export const packagesRouter = router({
  /** Send it as a POST (`methodOverride: 'POST'`): its input may hold a secret, which has no place in an address. */
  preview: viewerProcedure.input(preview).query((): Promise<PlanPreview> => notImplemented()),
  install: operatorProcedure.input(submit).mutation((): Promise<Submitted> => notImplemented()),
  uninstall: operatorProcedure.input(submit).mutation((): Promise<Submitted> => notImplemented()),
});
