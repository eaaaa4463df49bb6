import type { Product } from '../../../scripts/test/product';

const OWNER = { name: 'Ada', email: 'ada@example.com', password: 'correct horse battery' };

/** The owner, signed in at the real console over HTTP. */
export interface Session {
  url: string;
  cookie: string;
  /** Calls a procedure, query or mutation, as a POST. Throws when it answers with an error. */
  call: <T>(procedure: string, input?: unknown) => Promise<T>;
  /** Opens the live stream of these operations, each from where it is; in another session where its cookie is given. */
  stream: (watch: Watch, signal: AbortSignal, cookie?: string) => Promise<Response>;
}

/** Where a client stands in each operation that it watches. */
export type Watch = Record<string, { event: number; output: number }>;

/** Creates the owner by the one-time link and signs in. Once a product. */
export async function createSession({ url, ownerLink }: Product): Promise<Session> {
  const { origin } = new URL(url);
  const token = new URL(ownerLink ?? '').hash.replace('#token=', '');
  const session: Session = {
    ...{ url: origin, cookie: '' },
    call: async <T>(procedure: string, input: unknown = null): Promise<T> => {
      const response = await post(`/api/trpc/${procedure}`, input);
      const { result } = (await response.json()) as { result: { data: T } };
      return result.data;
    },
    stream: (watch, signal, cookie = session.cookie) =>
      fetch(`${origin}${streamPath(watch)}`, {
        headers: { cookie, accept: 'text/event-stream' },
        signal,
      }),
  };

  async function post(path: string, body: unknown): Promise<Response> {
    const headers = { 'content-type': 'application/json', origin, cookie: session.cookie };
    const response = await fetch(`${origin}${path}`, { method: 'POST', headers, body: JSON.stringify(body) });
    if (!response.ok) throw new Error(`${path} answered ${response.status}: ${await response.text()}`);
    return response;
  }

  await session.call('setup.createOwner', { ...OWNER, token });
  const { email, password } = OWNER;
  const signedIn = await post('/api/auth/sign-in/email', { email, password });
  session.cookie = signedIn.headers
    .getSetCookie()
    .map((line) => line.split(';')[0])
    .join('; ');
  return session;
}

/** Of the live stream, for a browser's EventSource too. */
export function streamPath(watch: Watch): string {
  return `/api/live.follow?input=${encodeURIComponent(JSON.stringify({ watch }))}`;
}
