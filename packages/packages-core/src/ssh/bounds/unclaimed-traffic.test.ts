import { once } from 'node:events';
import { connect as connectSocket, createServer } from 'node:net';
import type { AddressInfo, Server, Socket } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { connect } from '../transport/connect';
import { readHostKey } from '../transport/host-key';
import { UnclaimedTraffic } from './unclaimed-traffic';

const KIB = 1024;
const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

/** A server that does this with each connection. */
async function listen(serve: (socket: Socket) => void): Promise<{ host: string; port: number }> {
  const server = createServer((socket) => serve(socket.on('error', () => undefined)));
  servers.push(server.listen(0, '127.0.0.1'));
  await once(server, 'listening');
  return { host: '127.0.0.1', port: (server.address() as AddressInfo).port };
}

/** How often a connection was over its limit that got so much, of which calls have read `claimed`. */
async function excesses({ kib, claimed, loggedIn }: { kib: number; claimed: number; loggedIn: boolean }) {
  const socket = connectSocket(await listen((peer) => peer.end(Buffer.alloc(kib * KIB))));
  let count = 0;
  const unclaimed = new UnclaimedTraffic(socket, () => count++);
  if (loggedIn) unclaimed.loggedIn();
  await once(socket, 'connect');
  socket.on('data', (chunk: Buffer) => unclaimed.claim(chunk.length * claimed));
  await once(socket, 'close');
  return count;
}

test.each([
  { kib: 200, claimed: 0, loggedIn: false, over: false },
  { kib: 10_000, claimed: 0, loggedIn: false, over: true },
  { kib: 10_000, claimed: 0, loggedIn: true, over: false },
  { kib: 40_000, claimed: 0, loggedIn: true, over: true },
  { kib: 40_000, claimed: 1, loggedIn: true, over: false },
])('$kib KiB, of which $claimed are read, logged in: $loggedIn', async ({ over, ...given }) => {
  expect((await excesses(given)) > 0).toBe(over);
});

/** SSH_MSG_IGNORE, as it is sent before the key exchange: RFC 4253, sections 6 and 11.2. */
function ignorePacket(length: number): Buffer {
  const padding = 8 - ((4 + 1 + 1 + 4 + length + 4) % 8) + 4;
  const packet = Buffer.alloc(4 + 1 + 1 + 4 + length + padding);
  packet.writeUInt32BE(packet.length - 4, 0);
  packet.writeUInt8(padding, 4);
  packet.writeUInt8(2, 5);
  packet.writeUInt32BE(length, 6);
  return packet;
}

test.each([
  {
    what: 'who reads its host key',
    visit: (address: { host: string; port: number }) => readHostKey(address),
  },
  {
    what: 'who logs in',
    visit: (address: { host: string; port: number }) =>
      connect({ ...address, hostKey: 'ssh-ed25519 AAAA', username: 'root', login: { password: 'x' } }),
  },
])('a server that sends packets to be ignored without end is left by $what', async ({ visit }) => {
  let sent = 0;
  let closed = false;
  const address = await listen((peer) => {
    const packet = ignorePacket(8_000);
    const flood = (): void => {
      while (!peer.destroyed && peer.write(packet)) sent += packet.length;
    };
    peer.on('drain', flood).on('close', () => (closed = true));
    peer.write('SSH-2.0-flood\r\n');
    flood();
  });
  await expect(visit(address)).rejects.toMatchObject({
    code: 'unusable',
    problem: { code: 'protocol_violated', host: '127.0.0.1', violation: 'too_much' },
  });
  await expect.poll(() => closed).toBe(true);
  expect(sent).toBeLessThan(20_000 * KIB); // what the system has buffered is sent, too
});
