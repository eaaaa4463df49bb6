import type { Socket } from 'node:net';

/** Key exchange, banners and a login take a few kilobytes. */
const LOGIN_BYTES = 256 * 1024;
/** Once logged in: above all what waits in six channels' windows for whoever reads them. */
const OPEN_BYTES = 16 * 1024 * 1024;
/** What may come for ever, per second: keepalives, window adjustments, packets around small pieces of output. */
const BYTES_PER_SECOND = 256 * 1024;
/** A small piece of output has a packet several times its size around it. */
const OVERHEAD = 4;

/**
 * Measures what a server sends that no call has read: packets to be ignored, requests, banners, greetings. ssh2 takes any number of
 * them, and each costs the process that all servers share.
 */
export class UnclaimedTraffic {
  readonly #excess: (detail: string) => void;
  #limit = LOGIN_BYTES;
  #unclaimed = 0;
  #measuredAt = performance.now();

  /** @param excess is called with a detail for the log, maybe more than once */
  constructor(socket: Socket, excess: (detail: string) => void) {
    this.#excess = excess;
    // After ssh2, which listens some time after the socket has connected: before, the first bytes would be lost to it.
    const listen = (event: string | symbol): void => {
      if (event !== 'data') return;
      socket.off('newListener', listen);
      process.nextTick(() => socket.on('data', (chunk: Buffer) => this.#arrived(chunk.length)));
    };
    socket.on('newListener', listen);
  }

  loggedIn(): void {
    this.#limit = OPEN_BYTES;
  }

  /** A call has read so many bytes. */
  claim(bytes: number): void {
    this.#unclaimed = Math.max(0, this.#unclaimed - OVERHEAD * bytes);
  }

  #arrived(bytes: number): void {
    this.#unclaimed += bytes;
    if (this.#unclaimed <= this.#limit) return;
    const now = performance.now();
    const allowed = ((now - this.#measuredAt) / 1000) * BYTES_PER_SECOND;
    this.#measuredAt = now;
    this.#unclaimed = Math.max(0, this.#unclaimed - allowed);
    if (this.#unclaimed > this.#limit) this.#excess(`over ${this.#limit} bytes that no call has asked for`);
  }
}
