import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import type { AddressInfo, Server, Socket } from 'node:net';
import { Flow } from './relay-flow';
import type { Direction } from './relay-flow';

export interface CutAfter {
  direction: Direction;
  /** Exactly so many bytes pass from now on, over all connections together; 0 cuts at once, or as soon as one is made. */
  bytes: number;
  /** "reset": both ends learn of it; "silence": neither does, as when a cable is pulled. Default reset. */
  how?: 'reset' | 'silence';
}

/** A TCP link on loopback that fails on demand. */
export class Relay {
  readonly host = '127.0.0.1';
  /** Connections accepted so far. */
  connections = 0;
  /** Links cut so far, each by `cutNow` or a `cutAfter` that came true. */
  cuts = 0;
  /** Bytes carried so far. */
  readonly bytes: Record<Direction, number> = { up: 0, down: 0 };
  readonly #server: Server;
  readonly #pairs = new Set<[Socket, Socket]>();
  #latency = 0;
  #planned: (CutAfter & { left: number }) | undefined;
  #hole: { open: Promise<void>; heal: () => void } | undefined;

  constructor(server: Server, target: { host: string; port: number }) {
    this.#server = server;
    server.on('connection', (client: Socket) =>
      this.#join(client, connect({ ...target, allowHalfOpen: true })),
    );
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  /** Connections that are open now. */
  get open(): number {
    return this.#pairs.size;
  }

  /** Cuts the link once, at an exact byte; a later call replaces an earlier one. The relay goes on accepting. */
  cutAfter(plan: CutAfter): void {
    this.#planned = { ...plan, left: plan.bytes };
    if (plan.bytes === 0 && this.open > 0) this.#carryOut();
  }

  /** Resets every open connection. */
  cutNow(): void {
    this.cuts++;
    for (const pair of this.#pairs) for (const socket of pair) reset(socket);
    this.#pairs.clear();
  }

  /** Each byte that arrives from now on takes `ms` longer, each way. */
  delay(ms: number): void {
    this.#latency = ms;
  }

  /** From now on nothing passes, without a sign of it; connections are still accepted. `heal` lets all pass that waited. */
  blackhole(): void {
    if (this.#hole) return;
    let heal = () => {};
    const open = new Promise<void>((resolve) => (heal = resolve));
    this.#hole = { open, heal };
  }

  heal(): void {
    this.#hole?.heal();
    this.#hole = undefined;
  }

  /** Ends every connection and stops listening. */
  async close(): Promise<void> {
    const closed = once(this.#server, 'close');
    this.#server.close();
    for (const pair of this.#pairs) for (const socket of pair) socket.destroy();
    this.heal();
    await closed;
  }

  #join(client: Socket, target: Socket): void {
    this.connections++;
    const pair: [Socket, Socket] = [client, target];
    this.#pairs.add(pair);
    for (const socket of pair) {
      socket.setNoDelay(true);
      socket.on('close', () => this.#part(pair));
    }
    const control = {
      latency: () => this.#latency,
      passage: () => this.#hole?.open ?? Promise.resolve(),
      allowance: (direction: Direction, count: number) => this.#allowance(direction, count),
      passed: (direction: Direction, count: number) => void (this.bytes[direction] += count),
      cut: () => this.#carryOut(),
    };
    new Flow('up', { from: client, to: target }, control);
    new Flow('down', { from: target, to: client }, control);
    if (this.#planned?.left === 0) this.#carryOut();
  }

  /** One end is gone: the other is when both are, or at once if it was not closed in good order. */
  #part(pair: [Socket, Socket]): void {
    const [client, target] = pair;
    if (client.errored || target.errored) for (const socket of pair) socket.destroy();
    if (client.destroyed && target.destroyed) this.#pairs.delete(pair);
  }

  #allowance(direction: Direction, count: number): number | undefined {
    const plan = this.#planned;
    if (!plan || plan.direction !== direction) return undefined;
    const part = Math.min(count, plan.left);
    plan.left -= part;
    return plan.left === 0 ? part : undefined;
  }

  #carryOut(): void {
    const how = this.#planned?.how ?? 'reset';
    this.#planned = undefined;
    if (how === 'reset') return this.cutNow();
    this.cuts++;
    this.blackhole();
  }
}

/** Listens on a free port of loopback and forwards to `target`. */
export async function openRelay(target: { host: string; port: number }): Promise<Relay> {
  const server = createServer({ allowHalfOpen: true });
  const relay = new Relay(server, target);
  server.listen(0, relay.host);
  await once(server, 'listening');
  return relay;
}

/** A bare RST; Node's own resetAndDestroy says goodbye with a FIN first. */
function reset(socket: Socket): void {
  Object.assign(socket, { resetAndClosing: true }).destroy();
}
