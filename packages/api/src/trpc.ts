import { initTRPC } from '@trpc/server';
import superjson from 'superjson';
import { allows } from './access';
import type { Access } from './access';
import type { Context } from './context';
import { AppError } from './errors/app-error';
import { errorData } from './errors/error-data';
import { toTrpcError } from './errors/to-trpc-error';

interface Meta {
  /** Every procedure declares its rule; without one it refuses everybody. */
  access: Access;
}

const trpc = initTRPC
  .context<Context>()
  .meta<Meta>()
  .create({
    transformer: superjson,
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
    if (meta.access !== 'public' && !ctx.viewer) throw new AppError('UNAUTHORIZED', 'Sign in to continue.');
    if (!allows(meta.access, ctx.viewer?.role ?? null))
      throw new AppError('FORBIDDEN', `This needs the role ${meta.access}; ask the owner for it.`);
    return next();
  });

/** Narrows the context: the access rule has been judged, so somebody is there. */
const signedIn = trpc.middleware(({ ctx: { viewer, sessionId }, next }) => {
  if (!viewer || sessionId === null) throw new AppError('UNAUTHORIZED', 'Sign in to continue.');
  return next({ ctx: { viewer, sessionId } });
});

export const publicProcedure = guarded.meta({ access: 'public' });
export const viewerProcedure = guarded.meta({ access: 'viewer' }).use(signedIn);
export const operatorProcedure = guarded.meta({ access: 'operator' }).use(signedIn);
export const ownerProcedure = guarded.meta({ access: 'owner' }).use(signedIn);
