import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { execa } from 'execa';
import { bridgeExists } from '../host/bridge';
import { isPlugged, layCable, plug } from '../host/cable';
import { isFrozen, isPopulated, killGroup, limitMemory, setFrozen } from '../host/cgroup';
import { startDetached } from '../host/detached';
import { withLock } from '../host/lock';
import { LabError } from '../lab-error';
import { serverNames } from '../network';
import type { LabNetwork } from '../network';
import type { Suite } from '../suite';
import { consoleCommand } from './console';
import { mountDisk, rootOf } from './disk';
import { NSPAWN_ENV, nspawnCommand } from './nspawn';
import { sshCommand, waitForSsh } from './ssh';
import type { Patience } from './ssh';

export interface ServerOptions {
  index: number;
  hostname: string;
  suite: Suite;
  base: string;
  /** The server's own directory in the lab's state. */
  dir: string;
  keyPath: string;
  network: LabNetwork;
  /** "1G"; null for no limit. */
  memory: string | null;
}

export interface CommandResult {
  exitCode: number;
  stdout: string;
  stderr: string;
}

export interface CommandOptions {
  input?: string;
  /** After this many ms the command is killed and the call throws a LabError; default 60 s. */
  timeout?: number;
}

/** One real Debian, seen from outside: its address and its faults. Nothing is kept in memory. */
export class LabServer {
  readonly index: number;
  readonly hostname: string;
  readonly suite: Suite;
  readonly host: string;
  readonly port = 22;
  readonly user = 'root';
  readonly addresses: string[];
  /** File of the private key that may log in as root; OpenSSH format, no passphrase. */
  readonly keyPath: string;
  readonly #options: ServerOptions;

  constructor(options: ServerOptions) {
    this.#options = options;
    this.index = options.index;
    this.hostname = options.hostname;
    this.suite = options.suite;
    this.keyPath = options.keyPath;
    this.host = this.#names.address;
    this.addresses = [this.host];
  }

  get privateKey(): string {
    return readFileSync(this.keyPath, 'utf8');
  }

  /** Pulls the cable: silence in both directions, and connections that stand stay open. */
  async cut(): Promise<void> {
    await plug(this.#names, 'down');
  }

  /**
   * Makes it reachable again, whatever was done to it: cable in, processes going, booted if it was off. It never reboots
   * what runs.
   * @throws LabError when ssh does not answer within `patience` ms (default 60 s).
   */
  async heal({ patience = 60_000 } = {}): Promise<void> {
    await this.ready({ patience, login: await this.powerOn() });
  }

  /** Waits for ssh as `heal` does, and throws alike. */
  async ready(patience: Patience): Promise<void> {
    if (await waitForSsh({ ...this.#target, ...patience })) return;
    const advice = `look with "exec ${this.index} journalctl -b", or kill and heal it`;
    throw new LabError(`server ${this.index} runs, but ssh does not answer: ${advice}`);
  }

  /** Like `heal`, but does not wait for ssh. Answers whether it was off. */
  async powerOn(): Promise<boolean> {
    const { dir, base, hostname, network, memory } = this.#options;
    if (!bridgeExists(network)) throw new LabError(`server ${this.index} is not up: use up`);
    return withLock(join(dir, 'lock'), async () => {
      if (isPopulated(this.#group)) {
        await setFrozen(this.#group, false);
        await plug(this.#names, 'up');
        return false;
      }
      await mountDisk(dir, base, this.#names.machine);
      await layCable(network, this.#names);
      await plug(this.#names, 'up');
      if (memory) await limitMemory(this.#group, memory);
      await startDetached({
        group: this.#group,
        command: nspawnCommand(rootOf(dir), hostname, this.#names),
        logFile: join(dir, 'console.log'),
        env: NSPAWN_ENV,
      });
      return true;
    });
  }

  /** Power loss: the cable goes dead first, then everything in it; the disk stays. `heal` boots it. */
  async kill(): Promise<void> {
    await this.cut();
    await withLock(join(this.#options.dir, 'lock'), () => killGroup(this.#group));
  }

  /** Hangs: every process stands still, while the kernel goes on accepting connections. */
  async freeze(): Promise<void> {
    if (!isPopulated(this.#group))
      throw new LabError(`server ${this.index} is off: there is nothing to freeze`);
    await setFrozen(this.#group, true);
  }

  state(): 'running' | 'frozen' | 'off' {
    if (!isPopulated(this.#group)) return 'off';
    return isFrozen(this.#group) ? 'frozen' : 'running';
  }

  /** Is the cable in? */
  isPlugged(): boolean {
    return isPlugged(this.#names);
  }

  /** Can root log in within `patience` ms? */
  answersSsh(patience = 0): Promise<boolean> {
    return waitForSsh({ ...this.#target, patience });
  }

  /** Runs a shell command as root past network and sshd. Any exit code is an answer, not an error. */
  async exec(command: string, options: CommandOptions = {}): Promise<CommandResult> {
    return this.#run(await consoleCommand(this.#group, ['sh', '-c', command]), options);
  }

  /** Runs a shell command as root over ssh; 255 is ssh's own failure. */
  ssh(command: string, options: CommandOptions = {}): Promise<CommandResult> {
    return this.#run(sshCommand(this.#target, [command]), options);
  }

  /** The host command line behind `exec` (`via` console) or `ssh`, for somebody's own terminal. */
  async terminal(via: 'console' | 'ssh', command: string[]): Promise<string[]> {
    if (via === 'ssh') return sshCommand(this.#target, command);
    return consoleCommand(this.#group, command.length > 0 ? command : ['bash']);
  }

  /** The public host keys: "ssh-ed25519 AAAA… root@lab-1". */
  hostKeys(): string[] {
    const dir = join(rootOf(this.#options.dir), 'etc/ssh');
    const files = readdirSync(dir).filter((file) => /^ssh_host_.*\.pub$/.test(file));
    return files.map((file) => readFileSync(join(dir, file), 'utf8').trim());
  }

  get #names() {
    return serverNames(this.#options.network, this.index);
  }

  get #target() {
    return { host: this.host, port: this.port, keyPath: this.keyPath };
  }

  get #group() {
    return `${this.#options.network.bridge}/${this.index}`;
  }

  async #run([program = '', ...args]: string[], options: CommandOptions): Promise<CommandResult> {
    const { input = '', timeout = 60_000 } = options;
    const child = execa(program, args, { input, reject: false, detached: true });
    let late = false;
    const timer = setTimeout(() => {
      late = true;
      // The whole process group: nsenter's child would live on, and hold the pipe, if nsenter alone were killed.
      if (child.pid && child.exitCode === null) process.kill(-child.pid, 'SIGKILL');
    }, timeout);
    const done = await child;
    clearTimeout(timer);
    if (late) throw new LabError(`server ${this.index}: no answer within ${timeout} ms`);
    return { exitCode: done.exitCode ?? 255, stdout: done.stdout, stderr: done.stderr };
  }
}
