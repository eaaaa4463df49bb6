import { z } from 'zod';
import { notImplemented } from '../errors/not-implemented';
import { router, viewerProcedure } from '../trpc';
import type { PackageView } from '../views';
import { id } from './inputs';

export const catalogueRouter = router({
  list: viewerProcedure.query((): Promise<PackageView[]> => notImplemented()),
  get: viewerProcedure.input(z.object({ packageId: id })).query((): Promise<PackageView> => notImplemented()),
});
