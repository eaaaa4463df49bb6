import { z } from 'zod';
import { getPackage } from '../services/catalog/get-package';
import { listPackages } from '../services/catalog/list-packages';
import { listParents } from '../services/catalog/list-parents';
import { router, viewerProcedure } from '../trpc/trpc';
import type { ParentView } from '../views/installation-views';
import type { PackageSummary, PackageView } from '../views/package-views';
import { id } from './inputs';

export const catalogRouter = router({
  list: viewerProcedure.query(({ ctx }): Promise<PackageSummary[]> => listPackages(ctx.dependencies.db)),
  get: viewerProcedure
    .input(z.object({ packageId: id }))
    .query(({ ctx, input }): Promise<PackageView> => getPackage(ctx.dependencies.db, input.packageId)),
  /** Installations that a package can be added to, where it lives in another one. */
  parents: viewerProcedure
    .input(z.object({ packageId: id }))
    .query(({ ctx, input }): Promise<ParentView[]> => listParents(ctx.dependencies.db, input.packageId)),
});
