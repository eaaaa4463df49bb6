import { dependencies } from '@milepost/api/dependencies';
import { serveTrpc } from '@milepost/api/serve-trpc';

export const dynamic = 'force-dynamic';

/** Queries and mutations. */
const handle = (request: Request): Promise<Response> => serveTrpc(dependencies(), request);

export { handle as GET, handle as POST };
