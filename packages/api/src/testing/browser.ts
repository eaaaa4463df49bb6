import superjson from 'superjson';
import { serveAuth } from '../auth/serve-auth';
import { ENDPOINT } from '../serve-trpc';
import type { WebProcess } from './web-process';

interface Answer {
  status: number;
  body: unknown;
  headers: Headers;
}

/** A browser's side of it: keeps its cookies, and says from which page it comes. */
export class Browser {
  cookie = '';

  constructor(
    private readonly web: WebProcess,
    private readonly origin: string = web.url.origin,
  ) {}

  signIn(email: string, password: string): Promise<Answer> {
    return this.auth('/sign-in/email', { email, password });
  }

  signOut(): Promise<Answer> {
    return this.auth('/sign-out', {});
  }

  async auth(path: string, body: unknown): Promise<Answer> {
    return this.answer(await serveAuth(this.web, this.post(`/api/auth${path}`, body)));
  }

  /** Sends a query or a mutation as a POST. */
  async call(procedure: string, input: unknown = null): Promise<Answer> {
    return this.answer(
      await this.web.trpc(this.post(`${ENDPOINT}/${procedure}`, superjson.serialize(input))),
    );
  }

  /** Opens the live stream. */
  async stream(input: unknown, signal: AbortSignal): Promise<Response> {
    const url = new URL(await this.web.liveUrl());
    url.searchParams.set('input', superjson.stringify(input));
    return fetch(url, { headers: { cookie: this.cookie, accept: 'text/event-stream' }, signal });
  }

  private post(path: string, content: unknown): Request {
    const body = JSON.stringify(content);
    return new Request(new URL(path, this.web.url), {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'content-length': String(Buffer.byteLength(body)),
        origin: this.origin,
        host: this.web.url.host,
        cookie: this.cookie,
        'x-forwarded-for': '192.0.2.7',
      },
      body,
    });
  }

  private async answer(response: Response): Promise<Answer> {
    const set = response.headers.getSetCookie().map((line) => line.split(';')[0] ?? '');
    if (set.length > 0) this.cookie = set.join('; ');
    const text = await response.text();
    const body: unknown = text.startsWith('{') || text.startsWith('[') ? JSON.parse(text) : text;
    return { status: response.status, body, headers: response.headers };
  }
}
