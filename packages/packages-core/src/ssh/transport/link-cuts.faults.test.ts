import { openRelay } from '@milepost/lab/relay';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import type { DurableCommand, SpoolState } from '../../engine/host';
import { ledgerCommand } from '../testing/commands';
import { SshHarness } from '../testing/ssh-harness';

const QUEUES = 6;
const OUTPUT = 'one\ntwo\nthree\n';
const [access] = inject('labServers');
const ways = [
  { way: 'as a systemd unit', place: {}, every: { up: 1, down: 3 } },
  { way: 'with setsid', place: { withoutUnits: true }, every: { up: 7, down: 11 } },
];

describe.each(ways)('a command started $way', ({ place, every }) => {
  const trial = new SshHarness(access!, place);
  let spool: SpoolState;
  beforeAll(async () => {
    spool = await trial.spool();
  });
  afterAll(() => trial.end());

  const command = (): DurableCommand => ledgerCommand(spool, 'echo one; echo two >&2; echo three');

  /** Tries cut points one after the other, each on a fresh connection; joins again over one that holds. */
  async function queue(direction: 'up' | 'down', points: number[]): Promise<string[]> {
    const relay = await openRelay(access!);
    const again = trial.connector();
    const operations: string[] = [];
    for (const bytes of points) {
      const cut = await trial.host(relay);
      const hosts = [cut];
      relay.cutAfter({ direction, bytes });
      const run = command();
      const { answer, output } = await trial.run(run, {
        connect: async () => hosts.pop() ?? (await again()),
      });
      expect({ bytes, answer, output: output.toString() }).toEqual({
        bytes,
        answer: { kind: 'done', applied: 1 },
        output: OUTPUT,
      });
      operations.push(run.operation);
    }
    await relay.close();
    return operations;
  }

  async function bytesOfOneRun(direction: 'up' | 'down'): Promise<number> {
    const relay = await openRelay(access!);
    const host = await trial.host(relay);
    const before = relay.bytes[direction];
    await trial.run(command(), { connect: () => Promise.resolve(host) });
    const bytes = relay.bytes[direction] - before;
    await relay.close();
    return bytes;
  }

  test.each(['up', 'down'] as const)(
    'runs once whichever byte on its way %s is the last before a cut',
    { timeout: 600_000 },
    async (direction) => {
      const total = await bytesOfOneRun(direction);
      const points = Array.from(
        { length: Math.ceil(total / every[direction]) },
        (_, i) => i * every[direction],
      );
      const queues = Array.from({ length: QUEUES }, (_, n) =>
        queue(
          direction,
          points.filter((_, i) => i % QUEUES === n),
        ),
      );
      const operations = (await Promise.all(queues)).flat();
      expect(operations).toHaveLength(points.length);
      const ledger = await trial.ledger();
      for (const operation of operations)
        expect({ operation, lines: ledger.get(operation) }).toEqual({ operation, lines: 1 });
    },
  );
});
