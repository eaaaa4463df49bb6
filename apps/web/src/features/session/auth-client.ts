import { createAuthClient } from 'better-auth/react';

/** Signing in and out; who one is comes from the API (`session.me`). */
export const authClient = createAuthClient({ basePath: '/api/auth' });
