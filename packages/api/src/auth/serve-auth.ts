import { getTRPCErrorFromUnknown } from '@trpc/server';
import type { TRPCError } from '@trpc/server';
import { getHTTPStatusCodeFromError } from '@trpc/server/http';
import type { Dependencies } from '../process/dependencies';
import { AppError } from '../errors/app-error';
import { requestError } from '../errors/request-error';
import { databaseProblem } from '../errors/database-away';
import { errorData } from '../errors/error-data';
import { logError } from '../errors/log-error';
import { toTrpcError } from '../errors/to-trpc-error';
import { rejectRequest } from '../http/request-guard';
import { signIn } from './sign-in';

type Endpoint = (dependencies: Dependencies, request: Request) => Promise<Response>;

/** All that is served of better-auth: its other endpoints are not used, so they do not exist. */
const ENDPOINTS: Record<string, Endpoint> = {
  'POST /api/auth/sign-in/email': signIn,
  'POST /api/auth/sign-out': signOut,
};

/**
 * Answers one request to better-auth. What changes something is refused unless it comes from a page of this console, and
 * nothing is passed on while the database does not answer: signing out would say that it ended a session.
 */
export async function serveAuth(dependencies: Dependencies, request: Request): Promise<Response> {
  const refused = rejectRequest(dependencies.url, request);
  if (refused) return refused;
  const path = `${request.method} ${new URL(request.url).pathname}`;
  try {
    const endpoint = Object.hasOwn(ENDPOINTS, path) ? ENDPOINTS[path] : undefined;
    if (!endpoint) throw requestError('NOT_FOUND', { code: 'address_unknown' });
    const away = await databaseProblem(dependencies.db);
    if (away) throw away;
    return await endpoint(dependencies, request);
  } catch (cause) {
    const error = await problemOf(dependencies, cause);
    logError(dependencies.log, { error, path, type: 'auth' });
    return Response.json(errorData(error), { status: getHTTPStatusCodeFromError(error) });
  }
}

/** What nobody foresaw may come from a database that has stopped answering meanwhile. */
async function problemOf({ db }: Dependencies, cause: unknown): Promise<TRPCError> {
  const error = toTrpcError(getTRPCErrorFromUnknown(cause));
  if (getHTTPStatusCodeFromError(error) < 500 || cause instanceof AppError) return error;
  const away = await databaseProblem(db);
  return away ? toTrpcError(away) : error;
}

/** The body says nothing and is not read. */
async function signOut({ auth }: Dependencies, request: Request): Promise<Response> {
  const headers = new Headers(request.headers);
  for (const name of ['content-length', 'content-type']) headers.delete(name);
  const answer = await auth.handler(new Request(request.url, { method: 'POST', headers }));
  if (answer.status >= 500) throw new Error(`better-auth answered ${answer.status} to a sign-out`);
  return answer;
}
