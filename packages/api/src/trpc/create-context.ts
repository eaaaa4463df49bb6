import { readSession } from '../auth/read-session';
import type { Context } from './context';
import type { Dependencies } from '../process/dependencies';
import { databaseProblem } from '../errors/database-away';
import { toTrpcError } from '../errors/to-trpc-error';

/**
 * The context of one request.
 *
 * @throws TRPCError SERVICE_UNAVAILABLE while the database does not answer: nobody is signed out by that
 */
export async function createContext(
  dependencies: Dependencies,
  request: Pick<Request, 'headers' | 'method'>,
): Promise<Context> {
  const { auth, db } = dependencies;
  const read = () =>
    readSession(auth, request.headers).catch(async (error: unknown) => {
      // Better-auth does not say why it failed.
      throw toTrpcError((await databaseProblem(db)) ?? error);
    });
  const session = await read();
  return {
    dependencies,
    user: session?.user ?? null,
    sessionId: session?.sessionId ?? null,
    readSession: read,
    method: request.method,
  };
}
