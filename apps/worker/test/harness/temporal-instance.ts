import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { inject } from 'vitest';
import { freePort } from '../../../../scripts/test/free-port';
import { startTemporal } from '../../../../scripts/services/temporal';
import type { Temporal } from '../../../../scripts/services/temporal';

/** A Temporal with a database of its own, for tests that end it, lose it, or have another one answer at its address. */
export class TemporalInstance {
  readonly address: string;
  readonly #port: number;
  readonly #directory: string;
  #running: Temporal | undefined;

  private constructor(port: number, directory: string) {
    this.#port = port;
    this.#directory = directory;
    this.address = `127.0.0.1:${port}`;
  }

  static async start(): Promise<TemporalInstance> {
    const directory = await mkdtemp(path.join(os.tmpdir(), 'milepost-engine-'));
    const engine = new TemporalInstance(await freePort(), directory);
    await engine.start();
    return engine;
  }

  /** Starts it with the database of that name: another name is another Temporal, an emptied one a lost one. */
  async start(database = 'temporal'): Promise<void> {
    this.#running = await startTemporal({
      ...{ binary: inject('temporalRun').binary, port: this.#port, uiPort: null },
      databaseFile: path.join(this.#directory, `${database}.db`),
      logFile: path.join(this.#directory, 'temporal.log'),
      pidFile: path.join(this.#directory, 'temporal.pid'),
    });
  }

  async stop(): Promise<void> {
    await this.#running?.process.stop();
  }

  /** `kill -9`. */
  async kill(): Promise<void> {
    const running = this.#running;
    if (!running) throw new Error('it does not run');
    process.kill(running.process.identity.pid, 'SIGKILL');
    await running.process.stop();
  }

  async close(): Promise<void> {
    await this.stop();
    await rm(this.#directory, { recursive: true, force: true });
  }
}
