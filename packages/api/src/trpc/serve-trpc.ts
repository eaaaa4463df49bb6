import type { TRPCError } from '@trpc/server';
import { fetchRequestHandler } from '@trpc/server/adapters/fetch';
import type { Context } from './context';
import { createContext } from './create-context';
import type { Dependencies } from '../process/dependencies';
import { AppError } from '../errors/app-error';
import { logError } from '../errors/log-error';
import { toTrpcError } from '../errors/to-trpc-error';
import { clientAddress } from '../http/client-address';
import { MAX_BATCH } from '../http/max-batch';
import { rejectBatch, rejectRequest } from '../http/request-guard';
import { appRouter } from '../router';

export const ENDPOINT = '/api/trpc';

/**
 * Answers one request to tRPC. What changes something is refused unless it comes from a page of this console; so are batches
 * of more than MAX_BATCH procedures, and callers of too many.
 */
export async function serveTrpc(dependencies: Dependencies, request: Request): Promise<Response> {
  const { log, url } = dependencies;
  const refused = rejectRequest(url, request) ?? rejectBatch(request);
  if (refused) return refused;
  return fetchRequestHandler({
    endpoint: ENDPOINT,
    req: request,
    router: appRouter,
    maxBatchSize: MAX_BATCH,
    createContext: ({ info }) => admit(dependencies, request, info.calls.length),
    // A query whose input may hold a secret is sent as a POST.
    allowMethodOverride: true,
    responseMeta: ({ errors }) => ({ headers: retryAfter(errors) }),
    onError: ({ error, path, type }) => {
      logError(log, { error, path, type });
    },
  });
}

/** The context of a request that calls so many procedures, before any of them runs. Throws TRPCError. */
async function admit(dependencies: Dependencies, request: Request, calls: number): Promise<Context> {
  try {
    const context = await createContext(dependencies, request);
    const { sessionId } = context;
    dependencies.requestLimits.count({ sessionId, address: clientAddress(request) }, calls);
    return context;
  } catch (error) {
    throw toTrpcError(error);
  }
}

function retryAfter(errors: TRPCError[]): Record<string, string> {
  for (const { cause } of errors)
    if (cause instanceof AppError && cause.retryAfterSeconds !== undefined)
      return { 'retry-after': String(cause.retryAfterSeconds) };
  return {};
}
