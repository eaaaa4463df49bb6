import type { inferRouterInputs } from '@trpc/server';
import { accountRouter } from './routers/account';
import { catalogRouter } from './routers/catalog';
import { installationsRouter } from './routers/installations';
import { liveRouter } from './routers/live';
import { notificationsRouter } from './routers/notifications';
import { operationsRouter } from './routers/operations';
import { overviewRouter } from './routers/overview';
import { packagesRouter } from './routers/packages';
import { peopleRouter } from './routers/people';
import { serversRouter } from './routers/servers';
import { sessionRouter } from './routers/session';
import { setupRouter } from './routers/setup';
import { stacksRouter } from './routers/stacks';
import { router } from './trpc/trpc';

/** Every procedure there is; README.md has the table. */
export const appRouter = router({
  setup: setupRouter,
  session: sessionRouter,
  account: accountRouter,
  catalog: catalogRouter,
  servers: serversRouter,
  packages: packagesRouter,
  installations: installationsRouter,
  operations: operationsRouter,
  stacks: stacksRouter,
  overview: overviewRouter,
  notifications: notificationsRouter,
  people: peopleRouter,
  live: liveRouter,
});

export type AppRouter = typeof appRouter;
export type RouterInputs = inferRouterInputs<AppRouter>;
