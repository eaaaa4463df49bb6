import { serveAuth } from '../auth/serve-auth';
import { CLIENT_ADDRESS_HEADER, parseTrustedProxies, resolveClientAddress } from '../http/client-address';
import { ENDPOINT } from '../trpc/serve-trpc';
import type { WebProcess } from './web-process';

interface Answer {
  status: number;
  body: unknown;
  headers: Headers;
}

/** A browser's side of it: keeps its cookies, and says from which page it comes. */
export class Browser {
  cookie = '';
  /** The address that its connections come from. */
  address = '192.0.2.7';
  /** What it sends as `X-Forwarded-For`. */
  forwardedFor: string | undefined;

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
    return this.authText(path, JSON.stringify(body));
  }

  /** Sends a body that need not be JSON. */
  async authText(path: string, body: string): Promise<Answer> {
    return this.answer(await serveAuth(this.web.dependencies, this.post(`/api/auth${path}`, body)));
  }

  /** Sends a query or a mutation as a POST. */
  async call(procedure: string, input: unknown = null): Promise<Answer> {
    return this.answer(await this.web.trpc(this.post(`${ENDPOINT}/${procedure}`, JSON.stringify(input))));
  }

  /** Opens the live stream. */
  async stream(input: unknown, signal: AbortSignal): Promise<Response> {
    const url = new URL(await this.web.liveUrl());
    url.searchParams.set('input', JSON.stringify(input));
    return fetch(url, { headers: { cookie: this.cookie, accept: 'text/event-stream' }, signal });
  }

  private post(path: string, body: string): Request {
    const received = { peer: this.address, forwardedFor: this.forwardedFor };
    const trusted = parseTrustedProxies(this.web.trustedProxies);
    return new Request(new URL(path, this.web.url), {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'content-length': String(Buffer.byteLength(body)),
        origin: this.origin,
        host: this.web.url.host,
        cookie: this.cookie,
        ...(this.forwardedFor !== undefined && { 'x-forwarded-for': this.forwardedFor }),
        // What noteClientAddresses does where requests come by HTTP.
        [CLIENT_ADDRESS_HEADER]: resolveClientAddress(received, trusted) ?? '',
      },
      body,
    });
  }

  private async answer(response: Response): Promise<Answer> {
    const kept = new Map(this.cookie.split('; ').map((cookie) => [cookie.split('=')[0], cookie]));
    for (const line of response.headers.getSetCookie()) {
      const [cookie = ''] = line.split(';');
      kept.set(cookie.split('=')[0], cookie);
    }
    this.cookie = [...kept.values()].filter(Boolean).join('; ');
    const text = await response.text();
    const body: unknown = text.startsWith('{') || text.startsWith('[') ? JSON.parse(text) : text;
    return { status: response.status, body, headers: response.headers };
  }
}
