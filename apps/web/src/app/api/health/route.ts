import { handleHealth } from '@milepost/api/health';

export const dynamic = 'force-dynamic';

export { handleHealth as GET };
