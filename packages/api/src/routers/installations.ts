import { z } from 'zod';
import { deleteInstallationRecord } from '../services/installations/delete-record';
import { readProgress } from '../services/installations/read-progress';
import { operatorProcedure, router, viewerProcedure } from '../trpc';
import type { Progress } from '../views';
import { id, operationId } from './inputs';

export const installationsRouter = router({
  progress: viewerProcedure
    .input(z.object({ serverId: id, packageId: id }))
    .query(({ ctx, input }): Promise<Progress> => readProgress(ctx.dependencies.db, input)),
  /** The record alone: nothing on the server is touched. `operationId`: the last operation on it, as the page shows it. */
  deleteRecord: operatorProcedure
    .input(z.object({ installationId: id, operationId, reason: z.string().trim().max(500).nullable() }))
    .mutation(({ ctx, input }): Promise<{ deleted: true }> =>
      deleteInstallationRecord(ctx.dependencies, { ...input, by: ctx.viewer.email }),
    ),
});
