import { dependencies } from './dependencies';
import { serveTrpc } from './serve-trpc';

/** tRPC's endpoint, for `/api/trpc/[trpc]`: queries, mutations and the event stream. */
export function handleTrpc(request: Request): Promise<Response> {
  return serveTrpc(dependencies(), request);
}
