import { subscribe } from 'node:diagnostics_channel';
import type { IncomingMessage } from 'node:http';
import type { BlockList } from 'node:net';
import { env } from '../process/env';
import { CLIENT_ADDRESS_HEADER, parseTrustedProxies, resolveClientAddress } from './client-address';

/**
 * From now on each request to an HTTP server of this process carries its client address, see `clientAddress`. Next
 * gives route handlers no socket and keeps a client's own `X-Forwarded-For`, so the address is noted before Next
 * sees the request: Node publishes to this channel synchronously, before the server's `request` event.
 */
export function noteClientAddresses(): void {
  let trusted: BlockList | undefined;
  subscribe('http.server.request.start', (message) => {
    const { request } = message as { request: IncomingMessage };
    trusted ??= parseTrustedProxies(env().MILEPOST_TRUSTED_PROXIES);
    noteClientAddress(request, trusted);
  });
}

/** Replaces `X-Forwarded-For` too: whatever else reads it must not believe the client either. */
export function noteClientAddress(request: IncomingMessage, trusted: BlockList): void {
  const { headers, socket } = request;
  const forwardedFor = [headers['x-forwarded-for'] ?? []].flat().join(',');
  const address = resolveClientAddress({ peer: socket.remoteAddress, forwardedFor }, trusted);
  delete headers['x-forwarded-for'];
  if (address === null) return;
  headers['x-forwarded-for'] = address;
  headers[CLIENT_ADDRESS_HEADER] = address;
}
