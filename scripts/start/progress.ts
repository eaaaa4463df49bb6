import { performance } from 'node:perf_hooks';

const WIDTH = 42;
const HEARTBEAT_MS = 15_000;

interface Step {
  label: string;
  detail: string;
  began: number;
}

/** What is being done, printed while it is: one line a step, redrawn in place on a terminal. */
export class Progress {
  readonly #running = new Set<Step>();
  readonly #out: NodeJS.WriteStream;
  #drawn = 0;
  #timer: NodeJS.Timeout | undefined;

  constructor(out: NodeJS.WriteStream = process.stdout) {
    this.#out = out;
  }

  /** Shows `work` as a step until it settles. `work` may tell details meanwhile. */
  async step<T>(label: string, work: (tell: (detail: string) => void) => Promise<T>): Promise<T> {
    const step: Step = { label, detail: '', began: performance.now() };
    this.#begin(step);
    try {
      const result = await work((detail) => (step.detail = detail));
      this.#end(step, '✓');
      return result;
    } catch (error) {
      this.#end(step, '✗');
      throw error;
    }
  }

  /** A line of its own, above the steps that run. */
  print(line: string): void {
    this.#erase();
    this.#out.write(`${line}\n`);
    this.#draw();
  }

  #begin(step: Step): void {
    this.#running.add(step);
    this.#timer ??= setInterval(
      () => (this.#out.isTTY ? this.#redraw() : this.#heartbeat()),
      this.#out.isTTY ? 200 : HEARTBEAT_MS,
    ).unref();
    this.#redraw();
  }

  #end(step: Step, mark: string): void {
    this.#running.delete(step);
    step.detail = '';
    if (this.#running.size === 0) {
      clearInterval(this.#timer);
      this.#timer = undefined;
    }
    this.print(line(mark, step));
  }

  #heartbeat(): void {
    for (const step of this.#running) this.#out.write(`${line('…', step)}\n`);
  }

  #redraw(): void {
    this.#erase();
    this.#draw();
  }

  #erase(): void {
    if (this.#drawn > 0) this.#out.write(`\u001b[${this.#drawn}A\u001b[J`);
    this.#drawn = 0;
  }

  #draw(): void {
    if (!this.#out.isTTY) return;
    // A line that wraps would spoil the count of lines to go back.
    const columns = (this.#out.columns || 80) - 1;
    for (const step of this.#running) this.#out.write(`${line('·', step).slice(0, columns)}\n`);
    this.#drawn = this.#running.size;
  }
}

function line(mark: string, step: Step): string {
  const seconds = (performance.now() - step.began) / 1000;
  const time = `${seconds < 10 ? seconds.toFixed(1) : Math.round(seconds)} s`;
  return `  ${mark} ${step.label.padEnd(WIDTH)} ${time.padStart(6)}${step.detail ? `   ${step.detail}` : ''}`;
}
