import { createHmac, randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { BenchProduct } from './product';
import type { Watch } from './session';

/** The console allows 20 in one session. */
const STREAMS_PER_SESSION = 20;

export type ManyStreams = (watch: Watch, signal: AbortSignal) => Promise<Response>;

/** Opens any number of live streams of the owner's: each twenty in a session of their own, which is written to the database. */
export async function manyStreams({ db, product, session }: BenchProduct): Promise<ManyStreams> {
  const { stream } = await session();
  const secret = (await readFile(path.join(product.dataDirectory, 'keys/auth.secret'), 'utf8')).trim();
  const { userId } = await db.session.findFirstOrThrow();
  let cookie = '';
  let opened = 0;
  return async (watch, signal) => {
    if (opened++ % STREAMS_PER_SESSION === 0) {
      const token = randomUUID();
      const expiresAt = new Date(Date.now() + 60 * 60 * 1000);
      await db.session.create({ data: { id: token, token, userId, expiresAt } });
      const signature = createHmac('sha256', secret).update(token).digest('base64');
      cookie = `better-auth.session_token=${encodeURIComponent(`${token}.${signature}`)}`;
    }
    return stream(watch, signal, cookie);
  };
}
