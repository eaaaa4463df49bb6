import { fetchRequestHandler } from '@trpc/server/adapters/fetch';
import { isFromOurPages } from './auth/trusted-origins';
import { createContext } from './create-context';
import { dependencies } from './dependencies';
import { logError } from './errors/log-error';
import { appRouter } from './router';

/** tRPC's endpoint, for `/api/trpc/[trpc]`: queries, mutations and the event stream. */
export async function handleTrpc(request: Request): Promise<Response> {
  const { log, url } = dependencies();
  if (request.method !== 'GET' && !isFromOurPages(url, request))
    return new Response('This request does not come from a page of this console.', { status: 403 });
  return fetchRequestHandler({
    endpoint: '/api/trpc',
    req: request,
    router: appRouter,
    createContext: () => createContext(dependencies(), request),
    // A query whose input may hold a secret is sent as a POST.
    allowMethodOverride: true,
    onError: ({ error, path, type }) => {
      logError(log, { error, path, type });
    },
  });
}
