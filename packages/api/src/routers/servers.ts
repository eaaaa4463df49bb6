import { z } from 'zod';
import { notImplemented } from '../errors/not-implemented';
import { operatorProcedure, router, viewerProcedure } from '../trpc';
import type { Page, ServerDetail, ServerSummary } from '../views';
import { cursor, id, limit, search } from './inputs';
import { addServer, confirmServer, tryServerAgain } from './server-inputs';

const list = z.object({
  search: search.optional(),
  sort: z.enum(['name', 'createdAt', 'lastSeenAt', 'status']).optional(),
  cursor: cursor.nullish(),
  limit: limit.optional(),
});

export const serversRouter = router({
  list: viewerProcedure.input(list).query((): Promise<Page<ServerSummary>> => notImplemented()),
  get: viewerProcedure.input(z.object({ serverId: id })).query((): Promise<ServerDetail> => notImplemented()),
  add: operatorProcedure.input(addServer).mutation((): Promise<ServerDetail> => notImplemented()),
  confirm: operatorProcedure.input(confirmServer).mutation((): Promise<ServerDetail> => notImplemented()),
  tryAgain: operatorProcedure.input(tryServerAgain).mutation((): Promise<ServerDetail> => notImplemented()),
  remove: operatorProcedure
    .input(z.object({ serverId: id }))
    .mutation((): Promise<{ removed: true }> => notImplemented()),
});
