import type { AccessProblem } from '@milepost/contract/errors/request-problem';
import { initTRPC } from '@trpc/server';
import { allows } from './access';
import type { Access } from './access';
import type { Context } from './context';
import { requestError } from '../errors/request-error';
import { errorData } from '../errors/error-data';
import { toTrpcError } from '../errors/to-trpc-error';
import { setZodSentences } from '../errors/zod-sentences';
import { assertAcceptable } from '../http/assert-acceptable';

const MISSING: Record<Access, AccessProblem> = {
  public: { code: 'sign_in_required' },
  viewer: { code: 'sign_in_required' },
  operator: { code: 'operators_only' },
  owner: { code: 'owners_only' },
};

interface Meta {
  /** Every procedure declares its rule; without one it refuses everybody. */
  access: Access;
}

setZodSentences();

const trpc = initTRPC
  .context<Context>()
  .meta<Meta>()
  .create({
    errorFormatter: ({ shape, error }) => ({
      message: errorData(error).message,
      code: shape.code,
      data: { ...errorData(error), httpStatus: shape.data.httpStatus, path: shape.data.path },
    }),
  });

export const { router, createCallerFactory } = trpc;

const guarded = trpc.procedure
  .use(async ({ next }) => {
    const result = await next();
    if (!result.ok) throw toTrpcError(result.error);
    return result;
  })
  .use(({ ctx, meta, next }) => {
    if (!meta) throw new Error('A procedure without an access rule');
    if (meta.access !== 'public' && !ctx.user)
      throw requestError('UNAUTHORIZED', { code: 'sign_in_required' });
    if (!allows(meta.access, ctx.user?.role ?? null)) throw requestError('FORBIDDEN', MISSING[meta.access]);
    return next();
  })
  .use(async ({ getRawInput, next }) => {
    // What cannot be read as JSON is refused where it is parsed; a procedure without an input never looks at it.
    assertAcceptable(await getRawInput().catch(() => undefined));
    return next();
  });

/** Narrows the context: the access rule has been checked, so a user is signed in. */
const signedIn = trpc.middleware(({ ctx: { user, sessionId }, next }) => {
  if (!user || sessionId === null) throw requestError('UNAUTHORIZED', { code: 'sign_in_required' });
  return next({ ctx: { user, sessionId } });
});

export const publicProcedure = guarded.meta({ access: 'public' });
export const viewerProcedure = guarded.meta({ access: 'viewer' }).use(signedIn);
export const operatorProcedure = guarded.meta({ access: 'operator' }).use(signedIn);
export const ownerProcedure = guarded.meta({ access: 'owner' }).use(signedIn);
