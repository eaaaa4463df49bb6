import { createOwnerLink } from '../services/setup/create-owner-link';
import { webProcess } from './web-process';
import type { WebProcess } from './web-process';

export const OWNER = { name: 'Ada', email: 'ada@example.com', password: 'correct horse battery' };

/** A web process on an empty database that has OWNER as its owner, who can sign in; `close` it at the end. */
export async function webWithOwner(databaseUrl: string): Promise<WebProcess> {
  const web = await webProcess({ databaseUrl });
  const link = await createOwnerLink(web.db);
  await web.as(null).setup.createOwner({ token: link?.token ?? '', ...OWNER });
  return web;
}
