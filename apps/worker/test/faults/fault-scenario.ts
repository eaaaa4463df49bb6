import { openLab } from '@milepost/lab/lab';
import type { LabServer } from '@milepost/lab/server/server';
import { transaction } from '@milepost/db/client';
import type { RequestedDecision } from '@milepost/contract/requested-decision';
import { decide } from '@milepost/db/operations/control/decide';
import { expect, inject } from 'vitest';
import { WorkerHarness } from '../harness/worker-harness';
import { waitUntil } from '../harness/wait-until';
import type { WorkerProcess } from '../harness/worker-process';
import { seeded } from './seeded';
import type { Seeded } from './seeded';

/** One server with a ledger, and a harness around it: where a row of the matrix is played. */
export class FaultScenario {
  readonly harness: WorkerHarness;
  readonly server: LabServer;
  readonly serverId: string;
  /** Every choice of the file comes from here. */
  readonly chance: Seeded;
  /** Long waits whole, every failpoint. */
  readonly all: boolean;
  #worker: WorkerProcess | undefined;

  private constructor(parts: Pick<FaultScenario, 'harness' | 'server' | 'serverId' | 'chance' | 'all'>) {
    this.harness = parts.harness;
    this.server = parts.server;
    this.serverId = parts.serverId;
    this.chance = parts.chance;
    this.all = parts.all;
  }

  /** `name` makes the file's choices its own; another Temporal or PostgreSQL where a test has to end it. */
  static async create(
    name: string,
    services: Parameters<typeof WorkerHarness.create>[0] = {},
  ): Promise<FaultScenario> {
    const harness = await WorkerHarness.create(services);
    const { seed, all } = inject('faults');
    const [first] = inject('labServers');
    if (!first) throw new Error('no server');
    return new FaultScenario({
      ...{ harness, all, chance: seeded(seed, name) },
      server: openLab(inject('lab')).server(1),
      serverId: await harness.addServer(first),
    });
  }

  /** The worker that runs now; a new one when there is none. */
  get worker(): WorkerProcess {
    if (!this.#worker?.alive) this.startWorker();
    return this.#worker as WorkerProcess;
  }

  /** One more worker, which takes the place of the one that was spoken of. */
  startWorker(env: Record<string, string> = {}): WorkerProcess {
    this.#worker = this.harness.startWorker({ ...QUICK, ...env });
    return this.#worker;
  }

  /** Before each test: no ledger, and a worker that takes work. */
  async clear(): Promise<void> {
    await this.server.exec('rm -rf /root/ledger* /root/flag');
    await this.worker.ready;
  }

  /** What the states of `ledgerState` did on the server, in their order. */
  async ledger(): Promise<string[]> {
    const { stdout } = await this.server.exec('cat /root/ledger 2>/dev/null || :');
    return stdout.split('\n').filter(Boolean);
  }

  /** Waits until a state has written its line. */
  async begun(state: string): Promise<void> {
    await waitUntil(`${state} to begin`, async () => (await this.ledger()).includes(state));
  }

  /** Decides what is asked now. */
  async decide(id: string, choice: RequestedDecision): Promise<void> {
    const { decisionPoint: point } = await this.harness.awaitingDecision(id);
    await transaction(this.harness.db, (tx) => decide(tx, { operationId: id, point, by: 'ada', choice }));
  }

  async inStatus(id: string, status: string, seconds?: number): Promise<void> {
    const what = `${id} to be ${status}`;
    await waitUntil(what, async () => (await this.harness.operation(id)).status === status, seconds);
  }

  /**
   * The oracle: the operation completed; every state of its milestones (ledger states, by their ids) had its effect once, in
   * order; events have no gap and say each milestone was done once, and closed last; output is what the states print, byte for byte.
   */
  async expectOnce(id: string, milestones: string[][], seconds = 90): Promise<void> {
    const { harness } = this;
    expect(await harness.ended(id, seconds)).toMatchObject({
      status: 'completed',
      percentage: 100,
      notice: null,
    });
    expect(await this.ledger()).toEqual(milestones.flat());
    for (const [index, states] of milestones.entries()) {
      const printed = states.map((state) => `begun ${state}\nended ${state}\n`).join('');
      expect(await harness.output(id, index + 1)).toBe(printed);
    }
    const history = await harness.history(id);
    expect(history.filter((type) => type === 'milestone_done')).toHaveLength(milestones.length);
    expect(history.filter((type) => type === 'closed')).toHaveLength(1);
    expect(history.at(-1)).toBe('closed');
  }

  /** Nothing that Milepost started runs on the server. */
  async expectNothingRuns(): Promise<void> {
    const { stdout } = await this.server.exec(
      "systemctl list-units --plain --no-legend --state=active,activating,deactivating 'milepost-*.service'; pgrep -ax sleep || :",
    );
    expect(stdout).toBe('');
  }

  close(): Promise<void> {
    return this.harness.close();
  }
}

/** The matrix looks for what is lost more often than every 25 s. */
const QUICK = {
  MILEPOST_RECONCILE_INTERVAL_MS: '500',
  MILEPOST_RECONCILE_GRACE_MS: '1000',
};
