import { existsSync } from 'node:fs';
import { rmdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { prepareLab, prepareServer } from './bring-up';
import { run } from './host/run';
import { takeLock } from './host/lock';
import { LabError } from './lab-error';
import { keyFile, readLab, readServer, serverDir, serverNumbers } from './lab-record';
import { runConcurrently } from './run-concurrently';
import { MAX_SERVERS, networkOf } from './network';
import type { LabNetwork } from './network';
import { defaultStateDir } from './paths';
import { liveLab } from './registry';
import { LabServer } from './server/server';
import type { Suite } from './suite';
import { labSupport } from './support';
import { destroyServer, stopLab } from './tear-down';

export interface LabOptions {
  /** Small letters, digits and dashes, 20 at most; unique on the machine; server I is called "<name>-I". */
  name: string;
  /** Key and disks; default: where the running lab of this name has them, else in the user's state directory. */
  stateDir?: string;
  /** What new servers are; default bookworm. */
  suite?: Suite;
  /** First three bytes of a /24, "10.86.7"; by default a free range is chosen and kept. */
  prefix?: string;
  /** Limit per new server, "1G"; null for none; default 1G. */
  memory?: string | null;
  /** Hears one line about each longer step. */
  log?: (line: string) => void;
}

/** Some disposable servers on a network of their own. All state is on disk: several processes may use one lab. */
export class Lab {
  readonly name: string;
  readonly stateDir: string;
  readonly #options: LabOptions;

  /** @throws LabError on an impossible name. */
  constructor(options: LabOptions) {
    if (!/^[a-z][a-z0-9-]{0,19}$/.test(options.name)) {
      throw new LabError(
        `"${options.name}" cannot be a lab's name: small letters, digits and dashes, 20 at most`,
      );
    }
    this.name = options.name;
    this.stateDir = resolve(options.stateDir ?? liveLab(this.name)?.stateDir ?? defaultStateDir(this.name));
    this.#options = options;
  }

  /** This machine's address as the servers see it. */
  get gateway(): string {
    return this.#network().gateway;
  }

  get keyPath(): string {
    return keyFile(this.stateDir);
  }

  /**
   * Makes and boots servers 1 to `count` and waits until root can log in; heals those that are there. Others stay as
   * they are. About 1 s a server once the base is built.
   * @throws LabError when the machine cannot host them or one does not answer in 60 s.
   */
  async up(
    count: number,
    { suite = this.#options.suite ?? 'bookworm' }: { suite?: Suite } = {},
  ): Promise<LabServer[]> {
    if (!Number.isInteger(count) || count < 1 || count > MAX_SERVERS) {
      throw new LabError(`the number of servers must be from 1 to ${MAX_SERVERS}`);
    }
    const support = await labSupport();
    if (!support.supported) throw new LabError(support.reason);
    const numbers = Array.from({ length: count }, (_, n) => n + 1);
    try {
      const booted = await this.#locked(() => this.#prepare(numbers, suite));
      const servers = numbers.map((index) => this.server(index));
      await runConcurrently(4, servers, (server) =>
        server.ready({ patience: 60_000, login: booted.has(server.index) }),
      );
      return servers;
    } catch (error) {
      if (!readLab(this.stateDir)) await this.down(); // it never came to be: leave no empty directory
      throw error;
    }
  }

  /** @throws LabError when there is no such server. */
  server(index: number): LabServer {
    const record = readServer(this.stateDir, index);
    if (!record) throw new LabError(`there is no server ${index} in lab "${this.name}"`);
    return new LabServer({
      index,
      hostname: this.#hostname(index),
      ...record,
      dir: serverDir(this.stateDir, index),
      keyPath: this.keyPath,
      network: this.#network(),
    });
  }

  /** Every server there is, in order. */
  servers(): LabServer[] {
    const whole = serverNumbers(this.stateDir).filter((index) => readServer(this.stateDir, index));
    return whole.map((index) => this.server(index));
  }

  /** Ends all servers and takes the network away; the disks stay, `up` boots them again at the same addresses. */
  async halt(): Promise<void> {
    if (!readLab(this.stateDir)) return;
    await this.#locked(() => stopLab(this.#all()));
  }

  /** Destroys one server, or the lab with everything it made but the base images; does nothing when there is none. */
  async down(index?: number): Promise<void> {
    if (index !== undefined) {
      this.server(index);
      return this.#locked(() => destroyServer(this.#all(), index));
    }
    if (!existsSync(this.stateDir)) return;
    const lock = await takeLock(this.#lockFile);
    try {
      if (readLab(this.stateDir)) await stopLab(this.#all());
      for (const file of ['servers', 'lab.json', 'id_lab', 'id_lab.pub']) {
        await run('rm', ['-rf', '--one-file-system', join(this.stateDir, file)]);
      }
    } finally {
      await lock?.release({ remove: true });
      await rmdir(this.stateDir).catch(() => undefined); // a caller's own files may lie there
    }
  }

  /** Answers which servers it had to boot. */
  async #prepare(numbers: number[], suite: Suite): Promise<Set<number>> {
    const { log = () => undefined, prefix, memory = '1G' } = this.#options;
    const { name, stateDir } = this;
    const { network, mirror } = await prepareLab({ name, stateDir, prefix, log });
    const booted = new Set<number>();
    await runConcurrently(4, numbers, async (index) => {
      const hostname = this.#hostname(index);
      await prepareServer({ stateDir, index, hostname, suite, memory, network, mirror, log });
      if (await this.server(index).powerOn()) booted.add(index);
    });
    return booted;
  }

  get #lockFile() {
    return join(this.stateDir, 'lock');
  }

  #hostname(index: number): string {
    return `${this.name}-${index}`;
  }

  #network(): LabNetwork {
    const record = readLab(this.stateDir);
    if (!record) throw new LabError(`lab "${this.name}" is not up`);
    return networkOf(record.prefix);
  }

  #all() {
    return { name: this.name, stateDir: this.stateDir, network: this.#network() };
  }

  async #locked<T>(work: () => Promise<T>): Promise<T> {
    const lock = await takeLock(this.#lockFile);
    try {
      return await work();
    } finally {
      await lock?.release();
    }
  }
}

/** Opens a lab, up or not; touches nothing. */
export function openLab(options: LabOptions): Lab {
  return new Lab(options);
}
