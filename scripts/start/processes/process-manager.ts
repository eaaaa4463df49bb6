import { setTimeout as sleep } from 'node:timers/promises';
import type { BackgroundProcess } from '../../services/background-process';
import { Problem } from '../../services/problem';

/** Something that must run as long as Milepost does. */
export interface ManagedProcess {
  /** For people: "The worker". */
  name: string;
  logFile: string;
  /** Starts it and waits until it is ready; rejects soon, with nothing left running, when the signal is aborted. */
  start(signal: AbortSignal): Promise<BackgroundProcess>;
}

interface Stoppable {
  name: string;
  stop(hurry: AbortSignal): Promise<void>;
}

/** Crashes in a row, each within a minute of its start, after which the whole ends. */
const MAX_CRASHES = 5;
const STEADY_MS = 60_000;

/** Keeps processes running: a crashed one is started again after 0.5, 1, 2 and 4 s, and the fifth crash in a row ends the whole. */
export class ProcessManager {
  readonly #tell: (sentence: string) => void;
  readonly #giveUp: (problem: Problem) => void;
  readonly #stopping: AbortSignal;
  readonly #running: Stoppable[] = [];

  constructor(options: {
    /** Aborted when everything ends: nothing is started from then on. */
    stopping: AbortSignal;
    tell: (sentence: string) => void;
    giveUp: (problem: Problem) => void;
  }) {
    this.#stopping = options.stopping;
    this.#tell = options.tell;
    this.#giveUp = options.giveUp;
  }

  /** Starts a process and monitors it from then on. Rejects when its first start fails. */
  async run(managed: ManagedProcess): Promise<void> {
    const first = await managed.start(this.#stopping);
    if (this.#isStopped()) return first.stop();
    const current = { process: first };
    const loop = this.#monitor(managed, current);
    this.#running.push({
      name: managed.name,
      stop: async (hurry) => {
        await current.process.stop(hurry);
        await loop;
      },
    });
  }

  /** Something without a process of its own that must be ended too. */
  atEnd(stoppable: Stoppable): void {
    this.#running.push(stoppable);
  }

  /** Once `stopping` is aborted: ends everything, what started last first. `hurry` shortens every grace to nothing. */
  async stop(hurry: AbortSignal, stopping: (name: string) => void): Promise<void> {
    for (let last = this.#running.pop(); last; last = this.#running.pop()) {
      stopping(last.name);
      await last.stop(hurry);
    }
  }

  async #monitor(managed: ManagedProcess, current: { process: BackgroundProcess }): Promise<void> {
    let crashes = 0;
    for (;;) {
      const began = Date.now();
      let reason = await current.process.ended;
      if (this.#isStopped()) return;
      // Whatever it left behind in its process group goes with it.
      await current.process.stop();
      if (Date.now() - began > STEADY_MS) crashes = 0;

      let next: BackgroundProcess | null = null;
      while (next === null) {
        if (++crashes >= MAX_CRASHES) return this.#giveUp(crashedTooOften(managed, reason));
        if (!(await this.#waitBeforeRestart(managed, reason, crashes))) return;
        next = await managed.start(this.#stopping).catch(() => null);
        reason = 'it did not get ready';
      }
      current.process = next;
      if (this.#isStopped()) return next.stop();
      this.#tell(`${managed.name} runs again.`);
    }
  }

  /** False when everything ended meanwhile. */
  async #waitBeforeRestart(managed: ManagedProcess, reason: string, crashes: number): Promise<boolean> {
    const seconds = 2 ** (crashes - 2);
    this.#tell(
      `${managed.name} ended unexpectedly (${reason}): starting it again in ${seconds} s; see ${managed.logFile}.`,
    );
    await sleep(seconds * 1000, undefined, { signal: this.#stopping }).catch(() => undefined);
    return !this.#isStopped();
  }

  #isStopped(): boolean {
    return this.#stopping.aborted;
  }
}

function crashedTooOften(managed: ManagedProcess, reason: string): Problem {
  return new Problem(
    'part_crashed',
    `${managed.name} ended ${MAX_CRASHES} times in a row (${reason}), so Milepost stops: see ${managed.logFile}.`,
  );
}
