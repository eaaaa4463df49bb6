import { z } from 'zod';
import { getPackage } from '../services/catalog/get-package';
import { listPackages } from '../services/catalog/list-packages';
import { router, viewerProcedure } from '../trpc/trpc';
import type { PackageView } from '../views/package-views';
import { id } from './inputs';

export const catalogRouter = router({
  list: viewerProcedure.query(({ ctx }): Promise<PackageView[]> => listPackages(ctx.dependencies.db)),
  get: viewerProcedure
    .input(z.object({ packageId: id }))
    .query(({ ctx, input }): Promise<PackageView> => getPackage(ctx.dependencies.db, input.packageId)),
});
