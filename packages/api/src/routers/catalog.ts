import { ownPackages } from '@milepost/packages-core/dsl/own/own-packages';
import { z } from 'zod';
import { getPackage } from '../services/catalog/get-package';
import { listInstalledOn } from '../services/catalog/list-installed-on';
import { listPackages } from '../services/catalog/list-packages';
import { listParents } from '../services/catalog/list-parents';
import { router, viewerProcedure } from '../trpc/trpc';
import type { ParentView } from '../views/installation-views';
import type { InstalledOn, PackageSummary, PackageView, RejectedPackageFile } from '../views/package-views';
import { id } from './inputs';

export const catalogRouter = router({
  list: viewerProcedure.query(({ ctx }): Promise<PackageSummary[]> => listPackages(ctx.dependencies.db)),
  /** Package files of one's own that were not loaded. */
  rejected: viewerProcedure.query((): RejectedPackageFile[] => [...ownPackages().rejected]),
  get: viewerProcedure
    .input(z.object({ packageId: id }))
    .query(({ ctx, input }): Promise<PackageView> => getPackage(ctx.dependencies.db, input.packageId)),
  installedOn: viewerProcedure
    .input(z.object({ packageId: id }))
    .query(({ ctx, input }): Promise<InstalledOn[]> => listInstalledOn(ctx.dependencies.db, input.packageId)),
  /** Installations that a package can be added to, where it lives in another one. */
  parents: viewerProcedure
    .input(z.object({ packageId: id }))
    .query(({ ctx, input }): Promise<ParentView[]> => listParents(ctx.dependencies.db, input.packageId)),
});
