import type { IncomingMessage, ServerResponse } from 'node:http';
import { dependencies } from './dependencies';
import { serveLive } from './live/serve-live';
import { serveTrpc } from './serve-trpc';

/** tRPC's endpoint, for `/api/trpc/[trpc]`: queries and mutations. */
export function handleTrpc(request: Request): Promise<Response> {
  return serveTrpc(dependencies(), request);
}

/** The event stream, for `/api/live.follow`. */
export function handleLive(request: IncomingMessage, response: ServerResponse): void {
  void serveLive(dependencies(), request, response);
}
