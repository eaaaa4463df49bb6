import { z } from 'zod';
import { addServer as add } from '../services/servers/add-server';
import { confirmServer as confirm } from '../services/servers/confirm-server';
import { getServer } from '../services/servers/get-server';
import { SERVER_SORTS, listServers } from '../services/servers/list-servers';
import { proveLane } from '../services/servers/prove-lane';
import { releaseLane } from '../services/servers/release-lane';
import { removeServer } from '../services/servers/remove-server';
import { tryServerAgain as tryAgain } from '../services/servers/try-server-again';
import { operatorProcedure, router, viewerProcedure } from '../trpc';
import type { Page, ServerDetail, ServerSummary } from '../views';
import { cursor, id, limit, search } from './inputs';
import { addServer, confirmServer, tryServerAgain } from './server-inputs';

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
      add(ctx.dependencies, { ...input, by: ctx.viewer.email }),
    ),
  confirm: operatorProcedure
    .input(confirmServer)
    .mutation(({ ctx, input }): Promise<ServerDetail> =>
      confirm(ctx.dependencies, { ...input, by: ctx.viewer.email }),
    ),
  tryAgain: operatorProcedure
    .input(tryServerAgain)
    .mutation(({ ctx, input }): Promise<ServerDetail> => tryAgain(ctx.dependencies, input)),
  prove: operatorProcedure
    .input(z.object({ serverId: id }))
    .mutation(({ ctx, input }): Promise<{ proven: true }> => proveLane(ctx.dependencies, input.serverId)),
  release: operatorProcedure
    .input(z.object({ serverId: id }))
    .mutation(({ ctx, input }): Promise<{ released: true }> =>
      releaseLane(ctx.dependencies, { ...input, by: ctx.viewer.email }),
    ),
  remove: operatorProcedure
    .input(z.object({ serverId: id }))
    .mutation(({ ctx, input }): Promise<{ removed: true }> => removeServer(ctx.dependencies, input.serverId)),
});
