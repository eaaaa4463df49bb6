import { fetchRequestHandler } from '@trpc/server/adapters/fetch';
import { isFromOurPages } from './auth/trusted-origins';
import { createContext } from './create-context';
import type { Dependencies } from './dependencies';
import { logError } from './errors/log-error';
import { appRouter } from './router';

export const ENDPOINT = '/api/trpc';

/** Answers one request to tRPC. What changes something is refused unless it comes from a page of this console. */
export async function serveTrpc(dependencies: Dependencies, request: Request): Promise<Response> {
  const { log, url } = dependencies;
  if (request.method !== 'GET' && !isFromOurPages(url, request))
    return new Response('This request does not come from a page of this console.', { status: 403 });
  return fetchRequestHandler({
    endpoint: ENDPOINT,
    req: request,
    router: appRouter,
    createContext: () => createContext(dependencies, request),
    // A query whose input may hold a secret is sent as a POST.
    allowMethodOverride: true,
    onError: ({ error, path, type }) => {
      logError(log, { error, path, type });
    },
  });
}
