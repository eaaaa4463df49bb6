import { z } from 'zod';
import { addServer as add } from '../services/servers/enrollment/add-server';
import { checkServer } from '../services/servers/check-server';
import { confirmServer as confirm } from '../services/servers/enrollment/confirm-server';
import { getServer } from '../services/servers/get-server';
import { SERVER_SORTS, listServers } from '../services/servers/list-servers';
import { readFound } from '../services/servers/read-found';
import type { FoundOnServer } from '../views/package-views';
import { verifyStopped } from '../services/servers/queue/verify-stopped';
import { unblockQueue } from '../services/servers/queue/unblock-queue';
import { removeServer } from '../services/servers/remove-server';
import { retryEnrollment as tryAgain } from '../services/servers/enrollment/retry-enrollment';
import { operatorProcedure, router, viewerProcedure } from '../trpc/trpc';
import type { Page, ServerDetail, ServerSummary } from '../views/views';
import { cursor, id, limit, search } from './inputs';
import { addServer, confirmServer, retryEnrollment } from './server-inputs';

const list = z.object({
  search: search.optional(),
  sort: z.enum(SERVER_SORTS).optional(),
  cursor: cursor.nullish(),
  limit: limit.optional(),
});

export const serversRouter = router({
  list: viewerProcedure
    .input(list)
    .query(({ ctx, input }): Promise<Page<ServerSummary>> => listServers(ctx.dependencies.db, input)),
  get: viewerProcedure
    .input(z.object({ serverId: id }))
    .query(({ ctx, input }): Promise<ServerDetail> => getServer(ctx.dependencies.db, input.serverId)),
  add: operatorProcedure
    .input(addServer)
    .mutation(({ ctx, input }): Promise<ServerDetail> =>
      add(ctx.dependencies, { ...input, by: ctx.user.email }),
    ),
  confirm: operatorProcedure
    .input(confirmServer)
    .mutation(({ ctx, input }): Promise<ServerDetail> =>
      confirm(ctx.dependencies, { ...input, by: ctx.user.email }),
    ),
  retryEnrollment: operatorProcedure
    .input(retryEnrollment)
    .mutation(({ ctx, input }): Promise<ServerDetail> =>
      tryAgain(ctx.dependencies, { ...input, by: ctx.user.email }),
    ),
  /** Whether it can be reached now. */
  check: operatorProcedure
    .input(z.object({ serverId: id }))
    .mutation(({ ctx, input }): Promise<ServerDetail> => checkServer(ctx.dependencies, input.serverId)),
  /** Packages of the catalog that are there without Milepost, read now. */
  found: operatorProcedure
    .input(z.object({ serverId: id }))
    .query(({ ctx, input }): Promise<FoundOnServer> => readFound(ctx.dependencies, input.serverId)),
  verifyStopped: operatorProcedure
    .input(z.object({ serverId: id }))
    .mutation(({ ctx, input }): Promise<{ verified: true }> =>
      verifyStopped(ctx.dependencies, input.serverId),
    ),
  unblock: operatorProcedure
    .input(z.object({ serverId: id }))
    .mutation(({ ctx, input }): Promise<{ released: true }> =>
      unblockQueue(ctx.dependencies, { ...input, by: ctx.user.email }),
    ),
  remove: operatorProcedure
    .input(z.object({ serverId: id, cleanUp: z.boolean().default(false) }))
    .mutation(({ ctx, input }): Promise<{ removed: true; remains: string[] }> =>
      removeServer(ctx.dependencies, { ...input, by: ctx.user.email }),
    ),
});
