import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import { CLIENT_ADDRESS_HEADER, parseTrustedProxies } from './client-address';
import { noteClientAddress } from './note-client-addresses';

/** What a handler behind it sees of one request over a real connection from 127.0.0.1. */
async function seen(headers: Record<string, string>, proxies: string[]) {
  const trusted = parseTrustedProxies(proxies);
  const server = createServer((request, response) => {
    noteClientAddress(request, trusted);
    response.end(JSON.stringify(request.headers));
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as AddressInfo;
  try {
    const answer = await fetch(`http://127.0.0.1:${port}`, { headers });
    const found = (await answer.json()) as Record<string, string>;
    return [found[CLIENT_ADDRESS_HEADER], found['x-forwarded-for']];
  } finally {
    server.close();
  }
}

test('a client that names another address is still seen at its own', async () => {
  expect(await seen({ 'x-forwarded-for': '198.51.100.1' }, [])).toEqual(['127.0.0.1', '127.0.0.1']);
});

test('a trusted proxy is believed, the client behind it is not', async () => {
  const forwarded = { 'x-forwarded-for': '1.1.1.1, 198.51.100.1' };
  expect(await seen(forwarded, ['127.0.0.0/8'])).toEqual(['198.51.100.1', '198.51.100.1']);
});
