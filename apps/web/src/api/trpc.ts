import type { AppRouter } from '@milepost/api/router';
import { createTRPCReact } from '@trpc/react-query';

/** The API's hooks, one a procedure. */
export const trpc = createTRPCReact<AppRouter>();
