import type { Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

/** "up" is from the client to the target. */
export type Direction = 'up' | 'down';

/** What a relay decides about the bytes that pass. */
export interface FlowControl {
  /** ms that a byte spends on its way. */
  latency(): number;
  /** Settles when bytes may pass; the relay is a black hole until then. */
  passage(): Promise<void>;
  /** How many of the next `count` bytes may pass before the link is cut; undefined: all, and no cut. */
  allowance(direction: Direction, count: number): number | undefined;
  /** These many bytes have passed. */
  passed(direction: Direction, count: number): void;
  cut(): void;
}

const WINDOW = 1 << 20; // bytes under way before the sender is held back

/** Carries bytes one way, in order, each after the relay's latency. */
export class Flow {
  readonly #direction: Direction;
  readonly #from: Socket;
  readonly #to: Socket;
  readonly #control: FlowControl;
  readonly #queue: { chunk: Buffer; due: number }[] = [];
  #waiting = 0;
  #ended = false;
  #draining = false;

  constructor(direction: Direction, ends: { from: Socket; to: Socket }, control: FlowControl) {
    this.#direction = direction;
    this.#from = ends.from;
    this.#to = ends.to;
    this.#control = control;
    this.#from.on('data', (chunk: Buffer) => this.#take(chunk));
    this.#from.on('end', () => {
      this.#ended = true;
      void this.#drain();
    });
    // An error is followed by close, and whichever end closes first takes the other with it once all is delivered.
    this.#from.on('error', () => this.#to.destroy());
  }

  #take(chunk: Buffer): void {
    this.#queue.push({ chunk, due: Date.now() + this.#control.latency() });
    this.#waiting += chunk.length;
    if (this.#waiting > WINDOW) this.#from.pause();
    void this.#drain();
  }

  async #drain(): Promise<void> {
    if (this.#draining) return;
    this.#draining = true;
    for (let next = this.#queue.shift(); next; next = this.#queue.shift()) {
      if (next.due > Date.now()) await sleep(next.due - Date.now());
      await this.#control.passage();
      await this.#pass(next.chunk);
      this.#waiting -= next.chunk.length;
      if (this.#waiting <= WINDOW) this.#from.resume();
    }
    this.#draining = false;
    if (!this.#ended) return;
    await this.#control.passage();
    this.#to.end();
  }

  async #pass(chunk: Buffer): Promise<void> {
    const allowed = this.#control.allowance(this.#direction, chunk.length);
    const part = allowed === undefined ? chunk : chunk.subarray(0, allowed);
    if (part.length > 0 && this.#to.writable) {
      await new Promise<void>((done) => this.#to.write(part, () => done()));
      this.#control.passed(this.#direction, part.length);
    }
    if (allowed === undefined) return;
    this.#control.cut();
    if (allowed < chunk.length) this.#queue.unshift({ chunk: chunk.subarray(allowed), due: 0 });
  }
}
