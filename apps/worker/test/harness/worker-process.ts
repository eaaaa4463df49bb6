import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';

/** A worker in a process of its own, as it is shipped. */
export class WorkerProcess {
  readonly #child: ChildProcess;
  #log = '';
  readonly ready: Promise<void>;
  readonly exited: Promise<void>;

  constructor(script: string, env: Record<string, string>) {
    const child = spawn(process.execPath, ['--enable-source-maps', script], {
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.#child = child;
    this.exited = once(child, 'close').then(() => undefined);
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      this.#log += text;
    });
    const lines = createInterface({ input: child.stdout });
    const ready = new Promise<void>((resolve) =>
      lines.on('line', (line) => {
        this.#log += `${line}\n`;
        if (line === 'ready') resolve();
      }),
    );
    const gone = this.exited.then(() => Promise.reject(new Error(`The worker ended: ${this.#log}`)));
    this.ready = Promise.race([ready, gone]);
    this.ready.catch(() => undefined);
  }

  /** Everything it has said. */
  get log(): string {
    return this.#log;
  }

  get alive(): boolean {
    return this.#child.exitCode === null && this.#child.signalCode === null;
  }

  /** The most memory it ever held, in bytes. */
  peakMemory(): number {
    const status = readFileSync(`/proc/${this.#child.pid}/status`, 'utf8');
    return Number(/^VmHWM:\s+(\d+) kB$/m.exec(status)?.[1]) * 1024;
  }

  async kill(signal: NodeJS.Signals = 'SIGKILL'): Promise<void> {
    this.#child.kill(signal);
    await this.exited;
  }

  /** Stops or continues with the process. */
  signal(signal: 'SIGSTOP' | 'SIGCONT'): void {
    this.#child.kill(signal);
  }
}
