import { fetchRequestHandler } from '@trpc/server/adapters/fetch';
import { createContext } from './create-context';
import type { Dependencies } from './dependencies';
import { logError } from './errors/log-error';
import { refusal } from './http/refusal';
import { appRouter } from './router';

export const ENDPOINT = '/api/trpc';

/** Answers one request to tRPC. What changes something is refused unless it comes from a page of this console. */
export async function serveTrpc(dependencies: Dependencies, request: Request): Promise<Response> {
  const { log, url } = dependencies;
  const refused = refusal(url, request);
  if (refused) return refused;
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
