import { OPERATION_KIND } from '@milepost/contract/operation-kinds';
import type { ServiceState } from '@milepost/contract/service-state';
import { z } from 'zod';
import { deleteFailedInstallation } from '../services/installations/delete-record';
import { checkInstallationForDrift } from '../services/installations/check-drift';
import { followPreview, previewPlan } from '../services/packages/preview-plan';
import type { Submitted } from '../services/packages/submit-package';
import { getOperationForm } from '../services/installations/get-operation-form';
import { readServiceStates } from '../services/installations/read-services';
import { requestOnInstallation } from '../services/installations/request-on-installation';
import { submitOnInstallation } from '../services/installations/submit-on-installation';
import { getInstallation } from '../services/installations/get-installation';
import { listInstalled } from '../services/installations/list-installed';
import { readSettings } from '../services/installations/read-settings';
import { operatorProcedure, router, viewerProcedure } from '../trpc/trpc';
import type { InstallationDetail, OperationForm } from '../views/installation-views';
import type { InstalledPackage, InstalledSettings, PlanPreview } from '../views/package-views';
import { id, operationId, ordinal, shownPlan } from './inputs';
import { previewRequest, withTrpcErrors } from './preview-request';

const kind = z.string().regex(OPERATION_KIND);

/** As the form has it; the schema of the package or of its operation validates it. */
const input = z.record(z.string().max(100), z.unknown());

const onInstallation = z.object({ installationId: id, kind, input });

/** The operation that waits for a decision, which is closed for this one. */
const closesOperation = z.object({ operationId, point: ordinal });

export const installationsRouter = router({
  list: viewerProcedure.query(({ ctx }): Promise<InstalledPackage[]> => listInstalled(ctx.dependencies.db)),
  get: viewerProcedure
    .input(z.object({ installationId: id }))
    .query(({ ctx, input }): Promise<InstallationDetail> =>
      getInstallation(ctx.dependencies.db, input.installationId),
    ),
  /** Its services as they are now, with their journals. */
  services: operatorProcedure
    .input(z.object({ installationId: id }))
    .query(({ ctx, input }): Promise<ServiceState[]> =>
      readServiceStates(ctx.dependencies, input.installationId),
    ),
  checkDrift: operatorProcedure
    .input(z.object({ installationId: id }))
    .mutation(({ ctx, input }): Promise<InstallationDetail> =>
      checkInstallationForDrift(ctx.dependencies, input.installationId),
    ),
  /** What the form of an operation asks, and what it begins with. */
  form: viewerProcedure
    .input(z.object({ installationId: id, kind }))
    .query(({ ctx, input }): Promise<OperationForm> => getOperationForm(ctx.dependencies.db, input)),
  /** Send it as a POST, as `packages.preview`. */
  preview: operatorProcedure
    .input(onInstallation)
    .query(async ({ ctx, input, signal }): Promise<PlanPreview> =>
      previewPlan(
        ctx.dependencies,
        previewRequest(ctx, await requestOnInstallation(ctx.dependencies.db, input), signal),
      ),
    ),
  /** The same as a stream, as `packages.followPreview`. */
  followPreview: operatorProcedure
    .input(onInstallation)
    .query(async ({ ctx, input, signal }): Promise<AsyncIterable<PlanPreview, void>> =>
      withTrpcErrors(
        await followPreview(
          ctx.dependencies,
          previewRequest(ctx, await requestOnInstallation(ctx.dependencies.db, input), signal),
        ),
      ),
    ),
  /** Any operation of the installation: a change, an update, an uninstall, a restart. */
  submit: operatorProcedure
    .input(
      onInstallation.extend({
        operationId,
        ...shownPlan,
        closesOperation: closesOperation.nullish(),
      }),
    )
    .mutation(async ({ ctx, input }): Promise<Submitted> =>
      submitOnInstallation(ctx.dependencies, { ...input, by: ctx.user.email }),
    ),
  /** What the catalog's form begins with. */
  settings: viewerProcedure
    .input(z.object({ installationId: id }))
    .query(({ ctx, input }): Promise<InstalledSettings | null> =>
      readSettings(ctx.dependencies.db, input.installationId),
    ),
  /** The record alone: nothing on the server is touched. `operationId`: the last operation on it, as the page shows it. */
  deleteRecord: operatorProcedure
    .input(z.object({ installationId: id, operationId, reason: z.string().trim().max(500).nullable() }))
    .mutation(({ ctx, input }): Promise<{ deleted: true }> =>
      deleteFailedInstallation(ctx.dependencies, { ...input, by: ctx.user.email }),
    ),
});
