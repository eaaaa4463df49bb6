import { execFile } from 'node:child_process';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { migrate } from '../../../../scripts/services/migrations';
import { freePort } from '../../../../scripts/test/free-port';
import { prepareDatabase } from '../../../../scripts/services/database-roles';
import { preparePostgres, startPostgres } from '../../../../scripts/services/postgres';
import { TEST_PASSWORDS } from '../../../../scripts/test/setup/test-passwords';
import { roleUrl } from '@milepost/db/testing/role-url';
import type { Postgres, PreparedPostgres } from '../../../../scripts/services/postgres';

const run = promisify(execFile);

/** A migrated PostgreSQL for tests that end it, or put it back from a backup. */
export class PostgresInstance {
  readonly #directory: string;
  readonly #prepared: PreparedPostgres;
  #running: Postgres;

  private constructor(directory: string, prepared: PreparedPostgres, running: Postgres) {
    this.#directory = directory;
    this.#prepared = prepared;
    this.#running = running;
  }

  static async start(): Promise<PostgresInstance> {
    const directory = await mkdtemp(path.join(os.tmpdir(), 'milepost-database-'));
    await chmod(directory, 0o755);
    const prepared = await preparePostgres({
      // As it is shipped: one that does not wait for its log loses its last commits with the process.
      ...{ directory, port: await freePort(), durable: true },
      logFile: path.join(directory, 'postgres.log'),
      pidFile: path.join(directory, 'postgres.pid'),
    });
    const running = await startPostgres(prepared);
    await prepareDatabase(running.url('postgres'), 'milepost', TEST_PASSWORDS);
    await migrate(roleUrl(running.url('milepost'), 'milepost_owner'), path.join(directory, 'migrate.log'));
    return new PostgresInstance(directory, prepared, running);
  }

  get url(): string {
    return this.#running.url('milepost');
  }

  stop(): Promise<void> {
    return this.#running.process.stop();
  }

  /** An immediate shutdown: no checkpoint, every connection is cut, and the next start recovers. */
  async kill(): Promise<void> {
    process.kill(this.#running.process.identity.pid, 'SIGQUIT');
    await this.#running.process.ended;
    await this.stop();
  }

  async start(): Promise<void> {
    this.#running = await startPostgres(this.#prepared);
  }

  /** Keeps a copy of every byte, as of now. Ends and starts it. */
  async backUp(): Promise<void> {
    await this.stop();
    await this.#copy('data', 'backup');
    await this.start();
  }

  /** What was written since `backUp` is gone. */
  async restore(): Promise<void> {
    await this.kill();
    await this.#copy('backup', 'data');
    await this.start();
  }

  async #copy(from: string, to: string): Promise<void> {
    const target = path.join(this.#directory, to);
    await rm(target, { recursive: true, force: true });
    await run('cp', ['-a', path.join(this.#directory, from), target]);
  }

  async close(): Promise<void> {
    await this.stop();
    await rm(this.#directory, { recursive: true, force: true });
  }
}
