import { setTimeout as sleep } from 'node:timers/promises';
import type { FailpointName } from '../../../src/failpoint';
import type { WorkerProcess } from '../../harness/worker-process';
import type { Seeded } from '../seeded';
import type { Machine, Scene } from './scene';

const WORKER = { MILEPOST_RECONCILE_INTERVAL_MS: '1000', MILEPOST_RECONCILE_GRACE_MS: '3000' };

const PLACES = [
  'intent',
  'send',
  'sent',
  'claim',
  'exit-record',
  'event-commit',
  'completion',
  'close',
] as const satisfies FailpointName[];

/** What happens to workers and links while people work: at least one worker is there after each. */
export class World {
  readonly #scene: Scene;
  readonly #chance: Seeded;
  readonly #machines: readonly [Machine, ...Machine[]];

  constructor(scene: Scene, { chance, machines }: { chance: Seeded; machines: Machine[] }) {
    const [first, ...others] = machines;
    if (!first) throw new Error('A world needs a machine');
    this.#scene = scene;
    this.#chance = chance;
    this.#machines = [first, ...others];
  }

  /** One more worker that takes work. */
  async begin(): Promise<void> {
    await this.#start().ready;
  }

  /** Goes on until `signal` is aborted; then every link is whole, and workers are at work. */
  async turn(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      await sleep(4_000 + this.#chance.below(8_000), undefined, { signal }).catch(() => undefined);
      if (!signal.aborted) await this.#strike();
    }
  }

  async #strike(): Promise<void> {
    const { harness, tally } = this.#scene;
    const what = this.#chance.pick([
      'kill',
      'kill',
      'failpoint',
      'failpoint',
      'deploy',
      'freeze',
      'cut',
      'cut',
    ]);
    tally.count(what === 'failpoint' ? 'kill at a failpoint' : what);
    switch (what) {
      case 'kill':
        return this.#replace('SIGKILL');
      case 'deploy':
        return this.#replace('SIGTERM');
      case 'failpoint':
        await harness.strike(this.#chance.pick(PLACES));
        await Promise.race([...this.#alive().map(({ exited }) => exited), sleep(5_000)]);
        if (this.#alive().length < 2) await this.#start().ready;
        return;
      case 'freeze': {
        const frozen = this.#one();
        frozen.signal('SIGSTOP');
        if (this.#alive().length < 2) this.#start();
        await sleep(2_000 + this.#chance.below(6_000));
        frozen.signal('SIGCONT');
        return;
      }
      case 'cut': {
        const machine = this.#chance.pick(this.#machines);
        await machine.cut();
        await sleep(500 + this.#chance.below(5_000));
        await machine.heal();
      }
    }
  }

  /** The new one is there first, as often as not: then two work at once. */
  async #replace(signal: 'SIGKILL' | 'SIGTERM'): Promise<void> {
    const old = this.#one();
    const overlap = this.#chance.next() < 0.5;
    if (overlap) await this.#start().ready;
    await old.kill(signal);
    if (!overlap && this.#alive().length < 2) await this.#start().ready;
  }

  #start(): WorkerProcess {
    return this.#scene.harness.startWorker(WORKER);
  }

  #alive(): WorkerProcess[] {
    return this.#scene.harness.workers.filter(({ alive }) => alive);
  }

  #one(): WorkerProcess {
    const [first, ...others] = this.#alive();
    return first ? this.#chance.pick([first, ...others]) : this.#start();
  }
}
