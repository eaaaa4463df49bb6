import { z } from 'zod';
import { deleteFailedInstallation } from '../services/installations/delete-record';
import { checkInstallationForDrift } from '../services/installations/check-drift';
import { getInstallation } from '../services/installations/get-installation';
import { listInstalled } from '../services/installations/list-installed';
import { readSettings } from '../services/installations/read-settings';
import { readProgress } from '../services/installations/read-progress';
import { operatorProcedure, router, viewerProcedure } from '../trpc/trpc';
import type { InstallationDetail } from '../views/installation-views';
import type { InstalledPackage, InstalledSettings } from '../views/package-views';
import type { Progress } from '../views/views';
import { id, operationId } from './inputs';

export const installationsRouter = router({
  list: viewerProcedure.query(({ ctx }): Promise<InstalledPackage[]> => listInstalled(ctx.dependencies.db)),
  get: viewerProcedure
    .input(z.object({ installationId: id }))
    .query(({ ctx, input }): Promise<InstallationDetail> =>
      getInstallation(ctx.dependencies.db, input.installationId),
    ),
  checkDrift: operatorProcedure
    .input(z.object({ installationId: id }))
    .mutation(({ ctx, input }): Promise<InstallationDetail> =>
      checkInstallationForDrift(ctx.dependencies, input.installationId),
    ),
  progress: viewerProcedure
    .input(z.object({ serverId: id, packageId: id }))
    .query(({ ctx, input }): Promise<Progress> => readProgress(ctx.dependencies.db, input)),
  settings: viewerProcedure
    .input(z.object({ serverId: id, packageId: id }))
    .query(({ ctx, input }): Promise<InstalledSettings | null> => readSettings(ctx.dependencies.db, input)),
  /** The record alone: nothing on the server is touched. `operationId`: the last operation on it, as the page shows it. */
  deleteRecord: operatorProcedure
    .input(z.object({ installationId: id, operationId, reason: z.string().trim().max(500).nullable() }))
    .mutation(({ ctx, input }): Promise<{ deleted: true }> =>
      deleteFailedInstallation(ctx.dependencies, { ...input, by: ctx.user.email }),
    ),
});
