import { createHash, randomUUID } from 'node:crypto';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { openRelay } from '@milepost/lab/relay';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import type { PhaseMark, SpoolState } from '../../engine/host';
import { ledgerCommand, state } from '../testing/commands';
import type { KillOrder, KillPoint } from '../testing/client-to-kill';
import type { CommandOutcome } from '../testing/ssh-harness';
import { SshHarness } from '../testing/ssh-harness';
import { waitUntil } from '../testing/wait-until';

const [access, limited] = inject('labServers');
const trial = new SshHarness(access!);
let spool: SpoolState;
beforeAll(async () => {
  spool = await trial.spool();
});
afterAll(() => trial.end());

/** Prints twenty-one parts, uneven and on both streams; after each but the last it waits for a sign. */
const parts = (name: string, part: string): string =>
  `n=0; while [ $n -lt 21 ]; do n=$((n + 1)); ${part}; until [ $n = 21 ] || [ -e /root/${name}.$n ]; do sleep 0.01; done; done`;

/** Runs it and cuts the link twenty times, each time that some output has come. */
async function runThroughCuts(part: string, secrets: Record<string, string>): Promise<CommandOutcome> {
  const name = randomUUID();
  const relay = await openRelay(access!);
  const control = await trial.host();
  const heard: Uint8Array[] = [];
  const sink = {
    output: async ({ bytes }: { bytes: Uint8Array }) => {
      heard.push(bytes);
      if (relay.cuts === 20) return;
      relay.cutNow();
      await control.read(`touch /root/${name}.${relay.cuts}`);
    },
    mark: (mark: PhaseMark) => marks.push(mark),
  };
  const marks: PhaseMark[] = [];
  const command = ledgerCommand(spool, parts(name, part));
  const outcome = await trial.run(command, { sink, secrets, connect: trial.connector(relay) });
  await relay.close();
  expect(relay.cuts).toBe(20);
  expect((await trial.ledger()).get(command.operation)).toBe(1);
  return { ...outcome, output: Buffer.concat(heard), marks };
}

describe('following a command', () => {
  test('through twenty link cuts gives every byte and mark once', async () => {
    const outcome = await runThroughCuts('echo "part $n"; seq $n 40; echo "aside $n" >&2', {});
    const whole = Array.from({ length: 21 }, (_, i) => {
      const numbers = Array.from({ length: 40 - i }, (_, k) => i + 1 + k);
      return `part ${i + 1}\n${numbers.join('\n')}\naside ${i + 1}\n`;
    });
    expect(outcome.answer).toEqual({ kind: 'done', applied: 1 });
    expect(outcome.output.toString()).toBe(whole.join(''));
    expect(outcome.marks.map(({ phase, offset }) => [phase, offset])).toEqual([['apply', 0]]);
  });

  test('masks secrets the same however the output was cut', async () => {
    const secrets = { password: 'correct-horse-battery-staple' };
    const part =
      'p=$(sed -n "s/^password //p" $MP_SECRETS | base64 -d); printf "%s" "$n:$p "; sleep 0.02; printf "%.9s" "$p"; sleep 0.02; echo "$p" | cut -c 10-';
    const { output, answer } = await runThroughCuts(part, secrets);
    const plain = Array.from(
      { length: 21 },
      (_, i) => `${i + 1}:${secrets.password} ${secrets.password}\n`,
    ).join('');
    expect(answer).toEqual({ kind: 'done', applied: 1 });
    expect(output.toString()).toBe(plain.replaceAll(secrets.password, '*'.repeat(secrets.password.length)));
  });

  test('goes on from what is stored', async () => {
    const command = ledgerCommand(spool, 'seq 500');
    const whole = await trial.run(command);
    const resume = { claimed: true, offset: 1234, marks: 1 };
    const rest = await trial.run(command, { resume });
    expect(rest.output.equals(whole.output.subarray(1234))).toBe(true);
    expect(rest).toMatchObject({ answer: whole.answer, marks: [], claims: [] });
  });

  test('longer than one call waits calls again', async () => {
    const outcome = await trial.run(ledgerCommand(spool, 'echo begin; sleep 2.5; echo end'), {
      waitSeconds: 1,
    });
    expect(outcome.answer).toEqual({ kind: 'done', applied: 1 });
    expect(outcome.output.toString()).toBe('begin\nend\n');
  });

  test('without its secrets withholds the output, and starts nothing', async () => {
    const command = ledgerCommand(spool, 'sed -n "s/^password //p" $MP_SECRETS | base64 -d');
    await trial.run(command, { secrets: { password: 'correct-horse' } });
    const blind = await trial.run(command, { secrets: null });
    expect(blind).toMatchObject({ answer: { kind: 'done', applied: 1 } });
    expect(blind.output.toString()).toBe('');
    await expect(trial.run(ledgerCommand(spool), { secrets: null })).rejects.toMatchObject({
      code: 'unusable',
    });
  });

  test('a command that is no longer followed continues, and can be attached to', async () => {
    const command = ledgerCommand(spool, 'echo begin; sleep 1; echo end');
    const lettingGo = new AbortController();
    const onClaimed = () => Promise.resolve(lettingGo.abort(new Error('the worker shuts down')));
    await expect(trial.run(command, { signal: lettingGo.signal, onClaimed })).rejects.toThrow(
      'the worker shuts down',
    );
    const joined = await trial.run(command, { resume: { claimed: true, offset: 0, marks: 0 } });
    expect(joined.output.toString()).toBe('begin\nend\n');
    expect((await trial.ledger()).get(command.operation)).toBe(1);
  });
});

describe('a pause', () => {
  test('stops between two states, also when it is asked over a link that breaks', async () => {
    const relay = await openRelay(access!);
    const pause = new AbortController();
    const command = { ...ledgerCommand(spool), states: [state('echo first; sleep 1'), state('echo second')] };
    const onClaimed = () => {
      relay.cutNow();
      pause.abort();
      return Promise.resolve();
    };
    const outcome = await trial.run(command, {
      connect: trial.connector(relay),
      pause: pause.signal,
      onClaimed,
    });
    await relay.close();
    expect(outcome.answer).toEqual({ kind: 'paused', state: 2 });
    expect(outcome.output.toString()).toBe('first\n');
  });
});

describe('a client killed', () => {
  const client = fileURLToPath(new URL('../testing/client-to-kill.ts', import.meta.url));
  const places: KillPoint[] = ['before_send', 'after_send', 'after_claim', 'before_answer'];

  test.each(places)(
    'a client killed at %s leaves a command that another client completes, once',
    async (point) => {
      const first = ledgerCommand(spool, 'sleep 0.5');
      const command = { ...first, states: [...first.states, state('echo end')] };
      const child = spawn(process.execPath, ['--import', 'tsx', client], {
        stdio: ['pipe', 'ignore', 'inherit'],
      });
      child.stdin.end(JSON.stringify({ target: trial.target(), command, point } satisfies KillOrder));
      const [, signal] = (await once(child, 'exit')) as [number | null, string | null];
      expect(signal).toBe('SIGKILL');
      const outcome = await trial.run(command);
      expect(outcome.answer).toEqual({ kind: 'done', applied: 2 });
      expect(outcome.output.toString()).toBe('end\n');
      expect((await trial.ledger()).get(command.operation)).toBe(1);
    },
  );
});

describe('much output', () => {
  const PRINT_100_MB = 'head -c 104857600 /dev/zero | tr "\\0" "x"';

  test('arrives whole', async () => {
    const hash = createHash('sha256');
    let length = 0;
    const sink = {
      output: ({ bytes }: { bytes: Uint8Array }) => {
        hash.update(bytes);
        length += bytes.length;
        return Promise.resolve();
      },
      mark: () => undefined,
    };
    const { answer } = await trial.run(ledgerCommand(spool, PRINT_100_MB), {
      sink,
      secrets: { password: 'xyz-abc' },
    });
    expect({ answer, length }).toEqual({ answer: { kind: 'done', applied: 1 }, length: 104_857_600 });
    expect(hash.digest('hex')).toBe(
      createHash('sha256').update(Buffer.alloc(104_857_600, 'x')).digest('hex'),
    );
  });

  const KEPT = { head: 1_000_000, tail: 500_000 };
  /** Keeps what comes by its offset; nothing may come twice. */
  function keeping() {
    const pieces: { offset: number; end: number }[] = [];
    const shown = Buffer.alloc(104_857_600);
    const sink = {
      output({ offset, bytes }: { offset: number; bytes: Uint8Array }) {
        expect(offset).toBeGreaterThanOrEqual(pieces.at(-1)?.end ?? 0);
        pieces.push({ offset, end: offset + bytes.length });
        shown.set(bytes, offset);
      },
      mark: () => undefined,
    };
    const gaps = () =>
      pieces.flatMap(({ offset }, at) => {
        const end = pieces[at - 1]?.end ?? 0;
        return offset === end ? [] : [{ from: end, to: offset }];
      });
    return { sink, shown, gaps, end: () => pieces.at(-1)?.end ?? 0 };
  }

  test('the discarded middle of a long output stays on the server', async () => {
    const relay = await openRelay(access!);
    const { sink, shown, gaps, end } = keeping();
    const numbers = 'seq 13000000 | head -c 104857600';
    const secrets = { password: 'not-a-number' };
    const run = { sink, secrets, outputLimit: KEPT, connect: trial.connector(relay) };
    const { answer } = await trial.run(ledgerCommand(spool, numbers), run);
    expect({ answer, end: end() }).toEqual({ answer: { kind: 'done', applied: 1 }, end: 104_857_600 });
    expect(gaps().length).toBeGreaterThan(0);
    for (const { from, to } of gaps()) {
      expect(from).toBeGreaterThanOrEqual(KEPT.head);
      expect(to).toBeLessThanOrEqual(104_857_600 - KEPT.tail);
    }
    const head = shown.subarray(0, KEPT.head);
    const tail = shown.subarray(-KEPT.tail);
    const digests = [head, tail].map((part) => createHash('sha256').update(part).digest('hex'));
    const cut = (how: string) => trial.read(`${numbers} | ${how} | sha256sum | cut -c 1-64`);
    expect(digests.map((digest) => `${digest}\n`)).toEqual([
      await cut(`head -c ${KEPT.head}`),
      await cut(`tail -c ${KEPT.tail}`),
    ]);
    expect(relay.bytes.down).toBeLessThan(40_000_000); // a quick command: most of it was left out
    await relay.close();
  });

  test('slow output is transferred whole, with any limit of a connection', async () => {
    const { sink, shown, gaps, end } = keeping();
    const outputLimit = { head: 3_000, tail: 2_000 };
    const slowly = 'for n in 1 2 3 4 5 6 7 8 9; do seq $n 400; sleep 0.2; done';
    const { answer } = await trial.run(ledgerCommand(spool, slowly), { sink, outputLimit });
    const whole = Array.from({ length: 9 }, (_, n) =>
      Array.from({ length: 400 - n }, (_, i) => `${n + 1 + i}\n`).join(''),
    ).join('');
    expect(answer).toEqual({ kind: 'done', applied: 1 });
    expect([gaps(), end()]).toEqual([[], whole.length]);
    expect(shown.subarray(0, end()).toString()).toBe(whole);
  });

  test('waits on the server while the sink is busy', async () => {
    const relay = await openRelay(access!);
    let release = (): void => undefined;
    const busy = new Promise<void>((resolve) => (release = resolve));
    let chunks = 0;
    const sink = { output: () => (++chunks === 1 ? busy : Promise.resolve()), mark: () => undefined };
    const running = trial.run(ledgerCommand(spool, PRINT_100_MB), { sink, connect: trial.connector(relay) });
    await waitUntil('output begins', () => chunks === 1);
    let carried = -1;
    await waitUntil('no more bytes come', async () => {
      const before = carried;
      await sleep(300);
      carried = relay.bytes.down;
      return before === carried;
    });
    expect(carried).toBeLessThan(5_000_000); // ssh's window is 2 MiB
    release();
    expect((await running).answer).toEqual({ kind: 'done', applied: 1 });
    await relay.close();
  });
});

test('a server with MaxSessions 2 is slower, not broken', async () => {
  const narrow = new SshHarness(limited!);
  const before = await narrow.host();
  await before.read('echo "MaxSessions 2" >/etc/ssh/sshd_config.d/narrow.conf; systemctl reload ssh');
  narrow.end();
  const after = new SshHarness(limited!);
  const ownSpool = await after.spool();
  const connect = after.connector();
  const commands = Array.from({ length: 8 }, () =>
    ledgerCommand(ownSpool, 'echo begin; sleep 0.3; echo end'),
  );
  const outcomes = await Promise.all(
    commands.map((command) => after.run(command, { connect, waitSeconds: 5 })),
  );
  for (const outcome of outcomes) {
    expect(outcome.answer).toEqual({ kind: 'done', applied: 1 });
    expect(outcome.output.toString()).toBe('begin\nend\n');
    expect(outcome.link.filter(({ kind }) => kind === 'down')).toEqual([]);
  }
  const ledger = await after.ledger();
  expect(commands.map(({ operation }) => ledger.get(operation))).toEqual(commands.map(() => 1));
  after.end();
});
