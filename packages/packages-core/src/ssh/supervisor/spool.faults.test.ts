import { openLab } from '@milepost/lab/lab';
import { afterAll, beforeEach, describe, expect, inject, test } from 'vitest';
import type { SpoolState } from '../../engine/host';
import { LEDGER, ledgerCommand, state } from '../testing/commands';
import { SshHarness } from '../testing/ssh-harness';
import { waitUntil } from '../testing/wait-until';

const [access] = inject('labServers');
const server = openLab(inject('lab')).server(1);
const resumed = { claimed: true, offset: 0, marks: 0 };

/** A power loss. Connections that stood are dead. */
async function powerCycle(): Promise<void> {
  await server.kill();
  await server.heal();
}

describe('records that are lost', () => {
  const trial = new SshHarness(access!);
  let spool: SpoolState;
  beforeEach(async () => {
    spool = await trial.spool();
  });
  afterAll(() => trial.end());

  const ran = async (operation: string) => (await trial.ledger()).get(operation) ?? 0;

  test('nothing starts after the spool was deleted', async () => {
    const command = ledgerCommand(spool);
    expect((await trial.run(command)).answer.kind).toBe('done');
    await trial.read('rm -rf /var/lib/milepost');
    expect((await trial.run(command, { resume: resumed })).answer).toEqual({ kind: 'absent' });
    expect((await trial.run(command)).answer).toMatchObject({ kind: 'refused', reason: 'spool_changed' });
    expect(await ran(command.operation)).toBe(1);
    expect((await trial.spool()).id).not.toBe(spool.id);
  });

  test('behind the back of a connection that remembers it: nothing starts, and it is forgotten', async () => {
    const host = await trial.host();
    await host.spool();
    const remembered = host.cachedSpool();
    if (!remembered) throw new Error('it is not remembered');
    await trial.read('rm -rf /var/lib/milepost');
    const command = ledgerCommand(remembered);
    const { answer } = await trial.run(command, { connect: () => Promise.resolve(host) });
    expect(answer).toMatchObject({ kind: 'refused', reason: 'spool_changed' });
    expect(host.cachedSpool()).toBeNull();
    expect(await ran(command.operation)).toBe(0);
  });

  test('an operation that ends without its spool is fenced in a new one', async () => {
    const host = await trial.host();
    const remembered = await host.spool();
    await trial.read('rm -rf /var/lib/milepost');
    const command = ledgerCommand(remembered);
    await host.close(command.operation, 2);
    expect(host.cachedSpool()).toBeNull();
    const again = { ...command, fence: 2, spool: await trial.spool() };
    expect(again.spool.id).not.toBe(remembered.id);
    expect((await trial.run(again)).answer).toMatchObject({ kind: 'refused', reason: 'closed' });
    expect(await ran(command.operation)).toBe(0);
  });

  test('nothing starts after the spool was restored from a copy', async () => {
    await trial.run(ledgerCommand(spool));
    const command = ledgerCommand(await trial.spool());
    await trial.read('rm -rf /root/copy; cp -a /var/lib/milepost /root/copy');
    expect((await trial.run(command)).answer.kind).toBe('done');
    await trial.read('rm -rf /var/lib/milepost; cp -a /root/copy /var/lib/milepost');
    expect((await trial.run(command, { resume: resumed })).answer).toEqual({ kind: 'absent' });
    expect((await trial.run(command)).answer).toMatchObject({ kind: 'refused', reason: 'spool_restored' });
    await (await trial.host()).fence(command.operation, 2);
    expect((await trial.run({ ...command, fence: 2 })).answer).toMatchObject({
      kind: 'refused',
      reason: 'spool_changed',
    });
    expect(await ran(command.operation)).toBe(1);
    expect((await trial.run(ledgerCommand(await trial.spool()))).answer).toMatchObject({ kind: 'done' });
  });

  test('by putting the spool back from a copy, and restarting the server: nothing starts', async () => {
    await trial.run(ledgerCommand(spool));
    const command = ledgerCommand(await trial.spool());
    await trial.read('rm -rf /root/copy; cp -a /var/lib/milepost /root/copy');
    expect((await trial.run(command)).answer.kind).toBe('done');
    await trial.read('rm -rf /var/lib/milepost; cp -a /root/copy /var/lib/milepost; sync');
    await powerCycle();
    expect((await trial.run(command)).answer).toMatchObject({ kind: 'refused', reason: 'rebooted' });
    const seenMore = { ...command, spool: { ...(await trial.spool()), claims: command.spool.claims + 1 } };
    expect((await trial.run(seenMore)).answer).toMatchObject({ kind: 'refused', reason: 'spool_restored' });
    expect(await ran(command.operation)).toBe(1);
  });

  test('by power loss in an apply: it is known where, and nothing starts', async () => {
    const command = {
      ...ledgerCommand(spool),
      states: [
        state('echo first', { check: 'false' }),
        state(`echo ${spool.id} >>${LEDGER}; sleep 60`, { check: 'false' }),
      ],
    };
    const running = trial.run(command);
    await waitUntil('the apply began', async () => (await trial.read(`cat ${LEDGER}`)).includes(spool.id));
    await powerCycle();
    const { answer } = await running;
    expect(answer).toEqual({ kind: 'lost', state: 2, phase: 'apply', survivors: [] });
    expect(await ran(spool.id)).toBe(1);
  });
});

describe.each([
  { way: 'in a systemd unit', place: {}, survivors: [] },
  { way: 'with setsid', place: { withoutUnits: true }, survivors: [expect.stringMatching(/^\d+:sleep$/)] },
])('a supervisor killed $way', ({ place, survivors }) => {
  const trial = new SshHarness(access!, place);
  afterAll(() => trial.end());

  test('is lost, and does not come again', async () => {
    const command = ledgerCommand(await trial.spool(), 'sleep 1234');
    const onClaimed = async () => {
      await waitUntil(
        'the apply began',
        async () => ((await trial.ledger()).get(command.operation) ?? 0) > 0,
      );
      await trial.read(`pkill -9 -f "^/bin/sh [^ ]* run .* ${command.operation} "`);
    };
    const outcome = await trial.run(command, { onClaimed });
    expect(outcome.answer).toMatchObject({ kind: 'lost', state: 1, phase: 'apply' });
    let again = await trial.run(command);
    // systemd takes a moment to end what the dead supervisor leaves in its unit.
    await waitUntil('only what stays is left', async () => {
      again = await trial.run(command);
      return again.answer.kind !== 'lost' || again.answer.survivors.length === survivors.length;
    });
    expect(again.answer).toEqual({ kind: 'lost', state: 1, phase: 'apply', survivors });
    expect((await trial.ledger()).get(command.operation)).toBe(1);
    const stop = { fence: 2, dpkgSeconds: 1, graceSeconds: 2, signal: trial.signal };
    expect(await (await trial.host()).stop(command, stop)).toEqual({ kind: 'clean' });
    expect(await trial.read('pgrep -x sleep -a | grep 1234')).toBe('');
  });
});

describe('a full disk', () => {
  const SMALL = '/root/small';
  const trial = new SshHarness(access!, { spool: `${SMALL}/milepost` });
  afterAll(() => trial.end());
  beforeEach(async () => {
    await trial.read(`mkdir -p ${SMALL}; umount ${SMALL} 2>&-; mount -t tmpfs -o size=256k small ${SMALL}`);
  });
  /** So many pages of 4 KiB are left. */
  const leave = (pages: number) =>
    trial.read(
      `cd ${SMALL} && mountpoint -q . || exit; dd if=/dev/zero of=fill bs=4k 2>&-; truncate -s "$(($(stat -c %s fill) - 4096 * ${pages}))" fill`,
    );

  test.each([0, 1, 2, 3, 4, 5, 6, 7, 8, 10, 12])(
    'with %i pages left is an error or no hindrance',
    async (pages) => {
      const command = {
        ...ledgerCommand(await trial.spool()),
        states: ['one', 'two'].map((name) =>
          state(`echo ${name} >>${LEDGER}.full`, { check: 'false', verify: 'true' }),
        ),
      };
      await trial.read(`rm -f ${LEDGER}.full`);
      await leave(pages);
      const { answer } = await trial.run(command);
      const lines = (await trial.read(`cat ${LEDGER}.full 2>&-`)).split('\n').filter(Boolean);
      if (answer.kind === 'done') expect(lines).toEqual(['one', 'two']);
      else if (answer.kind === 'refused')
        expect({ answer, lines }).toMatchObject({ answer: { reason: 'disk_full' }, lines: [] });
      else expect(answer.kind).toBe('spool_full');
      const again = await trial.run(command);
      if (answer.kind !== 'refused') expect(again.answer).toEqual(answer);
      expect((await trial.read(`sort ${LEDGER}.full 2>&- | uniq -d`)).trim()).toBe('');
    },
  );

  test.each([
    {
      what: 'a script that fails',
      script: 'head -c 1000000 /dev/zero; exit 3',
      answer: { kind: 'failed', exitCode: 3 },
    },
    {
      what: 'a script that does not notice',
      script: 'head -c 1000000 /dev/zero; exit 0',
      answer: { kind: 'spool_full' },
    },
    { what: 'a script that notices', script: 'seq 1000000', answer: { kind: 'failed', exitCode: 1 } },
  ])('filled by the output of $what is an error', async ({ script, answer }) => {
    const outcome = await trial.run(ledgerCommand(await trial.spool(), script));
    expect(outcome.answer).toMatchObject(answer);
  });

  test('can still be fenced, from a reserve that is made again when there is room', async () => {
    const command = ledgerCommand(await trial.spool());
    await leave(0);
    await (await trial.host()).fence(command.operation, 2);
    expect(await trial.read(`ls ${SMALL}/milepost/reserve 2>&-`)).toBe('');
    await trial.read(`rm ${SMALL}/fill`);
    await trial.spool();
    expect(await trial.read(`stat -c %s ${SMALL}/milepost/reserve`)).toBe('65536\n');
  });

  test('keeps a capture from being half kept', async () => {
    const spool = await trial.spool();
    const command = {
      ...ledgerCommand(spool),
      states: [state('echo never', { capture: 'head -c 500000 /dev/zero; exit 0' })],
    };
    const { answer, output } = await trial.run(command);
    expect(answer).toEqual({ kind: 'spool_full', state: 1, phase: 'capture' });
    expect(output.toString()).not.toContain('never');
    expect(await trial.read(`ls ${SMALL}/milepost/captures | grep -v new`)).toBe('');
  });
});

describe('what a state captures', () => {
  const trial = new SshHarness(access!);
  afterAll(() => trial.end());

  test('is kept before its first apply and never replaced; later phases and the rollback read it', async () => {
    const spool = await trial.spool();
    const first = ledgerCommand(spool);
    const value = '/root/value';
    await trial.read(`echo before >${value}`);
    const states = [
      state('true', { check: 'true', capture: 'echo never' }),
      state(`echo after >${value}; exit 1`, { check: 'false', capture: `echo noise >&2; cat ${value}` }),
    ];
    const failed = await trial.run({ ...first, states });
    expect(failed.answer).toMatchObject({ kind: 'failed', state: 2, phase: 'apply' });
    expect(failed.output.toString()).toBe('noise\n');
    const again = await trial.run({ ...first, key: 'step.again', states });
    expect(again.marks.map(({ phase }) => phase)).toEqual(['check', 'check', 'apply']);
    const back = [state(`cat "$MP_CAPTURE_FILE" >${value}`, { captureIndex: 2 })];
    expect((await trial.run({ ...first, key: 'step.back', states: back })).answer).toMatchObject({
      kind: 'done',
    });
    expect(await trial.read(`cat ${value}`)).toBe('before\n');
    await (await trial.host()).close(first.operation, 2);
    expect(
      await trial.read(`ls /var/lib/milepost/op /var/lib/milepost/captures | grep ${first.operation}`),
    ).toBe(`${first.operation}.log\n`);
  });
});
