import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import type { AddressInfo, Server, Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openRelay } from './relay';
import type { Relay } from './relay';

let target: Server;
let relay: Relay;
let reached: Buffer;

beforeEach(async () => {
  reached = Buffer.alloc(0);
  target = createServer({ allowHalfOpen: true }, (socket) => {
    socket.on('error', () => undefined);
    socket.on('data', (chunk: Buffer) => {
      reached = Buffer.concat([reached, chunk]);
      socket.write(chunk);
    });
    socket.on('end', () => socket.end());
  }).listen(0, '127.0.0.1');
  await once(target, 'listening');
  relay = await openRelay({ host: '127.0.0.1', port: (target.address() as AddressInfo).port });
});

afterEach(async () => {
  await relay.close();
  target.close();
});

interface Client {
  socket: Socket;
  received: () => string;
  closed: Promise<string>;
}

async function dial(): Promise<Client> {
  const socket = connect({ host: relay.host, port: relay.port });
  const chunks: Buffer[] = [];
  let reason = 'ended';
  socket.on('data', (chunk: Buffer) => chunks.push(chunk));
  socket.on('error', (error: NodeJS.ErrnoException) => (reason = error.code ?? 'error'));
  const closed = new Promise<string>((resolve) => socket.once('close', () => resolve(reason)));
  await Promise.race([closed, new Promise((resolve) => socket.once('connect', resolve))]);
  return { socket, received: () => Buffer.concat(chunks).toString(), closed };
}

const becomes = async (read: () => unknown, value: unknown) =>
  expect.poll(read, { timeout: 2000 }).toBe(value);

describe('a relay', () => {
  test('carries bytes both ways and passes the end on', async () => {
    const client = await dial();
    client.socket.end('hello');
    expect(await client.closed).toBe('ended');
    expect(client.received()).toBe('hello');
    expect(relay.bytes).toEqual({ up: 5, down: 5 });
    expect(relay.connections).toBe(1);
    await becomes(() => relay.open, 0);
  });

  test('carries megabytes unchanged', async () => {
    const client = await dial();
    const big = 'x'.repeat(3 << 20);
    client.socket.end(big);
    await client.closed;
    expect(client.received() === big).toBe(true);
  });

  const line = 'abcdefgh';
  for (let bytes = 0; bytes <= line.length; bytes++) {
    test(`cuts after exactly ${bytes} bytes up`, async () => {
      relay.cutAfter({ direction: 'up', bytes });
      const client = await dial();
      client.socket.write(line);
      expect(await client.closed).toBe('ECONNRESET');
      await becomes(() => reached.toString(), line.slice(0, bytes));
      expect(relay.cuts).toBe(1);
    });

    test(`cuts after exactly ${bytes} bytes down`, async () => {
      relay.cutAfter({ direction: 'down', bytes });
      const client = await dial();
      client.socket.write(line);
      await client.closed; // with an error or not: the kernel may swallow a reset that follows data
      expect(client.received()).toBe(line.slice(0, bytes));
    });
  }

  test('counts a cut from the call on, and lets the next connection pass', async () => {
    const client = await dial();
    client.socket.write('abc');
    await becomes(client.received, 'abc');
    relay.cutAfter({ direction: 'down', bytes: 2 });
    client.socket.write('def');
    await client.closed;
    expect(client.received()).toBe('abcde');
    const again = await dial();
    again.socket.end('ghi');
    expect(await again.closed).toBe('ended');
    expect(again.received()).toBe('ghi');
    expect(relay.connections).toBe(2);
  });

  test('falls silent at a byte, and delivers the rest when it heals', async () => {
    relay.cutAfter({ direction: 'down', bytes: 3, how: 'silence' });
    const client = await dial();
    client.socket.write('abcdef');
    await becomes(client.received, 'abc');
    await sleep(50);
    expect(client.received()).toBe('abc');
    expect(client.socket.destroyed).toBe(false);
    relay.heal();
    await becomes(client.received, 'abcdef');
  });

  test('resets every open connection now', async () => {
    const clients = [await dial(), await dial()];
    await becomes(() => relay.open, 2);
    relay.cutNow();
    expect(await Promise.all(clients.map((client) => client.closed))).toEqual(['ECONNRESET', 'ECONNRESET']);
    expect(relay.open).toBe(0);
  });

  test('delays each way', async () => {
    const client = await dial();
    relay.delay(60);
    const start = Date.now();
    client.socket.write('slow');
    await becomes(client.received, 'slow');
    expect(Date.now() - start).toBeGreaterThanOrEqual(118);
  });

  test('is a black hole until it heals', async () => {
    const client = await dial();
    relay.blackhole();
    client.socket.write('lost?');
    await sleep(80);
    expect(client.received()).toBe('');
    expect(reached.toString()).toBe('');
    relay.heal();
    await becomes(client.received, 'lost?');
  });

  test('resets the client when the target is not there', async () => {
    target.close();
    const client = await dial();
    expect(await client.closed).not.toBe('timeout');
    await becomes(() => relay.open, 0);
  });
});
