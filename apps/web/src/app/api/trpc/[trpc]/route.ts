import { handleTrpc } from '@milepost/api/handler';

export const dynamic = 'force-dynamic';

export { handleTrpc as GET, handleTrpc as POST };
