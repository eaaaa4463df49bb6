import { handleAuth } from '@milepost/api/auth';

export { handleAuth as GET, handleAuth as POST };
