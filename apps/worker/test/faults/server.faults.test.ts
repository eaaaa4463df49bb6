import net from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { heldState, ledgerState, milestone, plan, state } from '../harness/plans';
import { waitUntil } from '../harness/wait-until';
import { FaultScenario } from './fault-scenario';

let stage: FaultScenario;
beforeAll(async () => {
  stage = await FaultScenario.create('server');
});
afterAll(() => stage.close());
beforeEach(() => stage.clear());

const endless = state('endless', {
  check: '[ -e /root/ledger.done ]',
  apply: 'echo applied >>/root/ledger; [ -e /root/flag ] || sleep 600; : >/root/ledger.done',
});
/** A new sshd, and every session killed. systemd refuses a sixth start in 10 s unless it forgets the others. */
const RESTART = 'systemctl reset-failed ssh; systemctl restart ssh; pkill -9 -f "^sshd: root" || :';
const held = plan([milestone('one', [heldState('a')]), milestone('two', [ledgerState('b')])]);

/** Takes a place among those that log in, and never does. Null when sshd has none. */
function occupy(host: string, port: number): Promise<net.Socket | null> {
  const socket = net.connect(port, host).on('error', () => undefined);
  return new Promise((resolve) => {
    socket.once('data', () => resolve(socket));
    socket.once('close', () => resolve(null));
  });
}

test.each([
  ['with the worker there', true],
  ['with the worker away', false],
])('loses power in an apply, %s: a person decides, and it goes on from there', async (_name, there) => {
  const { harness, server, serverId } = stage;
  const id = await harness.submit({ serverId, plan: plan([milestone('one', [endless])]) });
  await stage.begun('applied');
  await waitUntil('the claim', () =>
    harness.db.command.findFirst({ where: { operationId: id, claimedAt: { not: null } } }),
  );
  if (!there) await stage.worker.kill();
  await server.kill();
  await server.heal();
  if (!there) stage.startWorker();
  const { conclusion } = await harness.awaitingDecision(id, 90);
  expect(conclusion).toContain('was interrupted earlier, and its check fails');
  expect(await stage.ledger()).toEqual(['applied']);
  await server.exec('touch /root/flag');
  await stage.decide(id, { action: 'retry' });
  expect(await harness.ended(id)).toMatchObject({ status: 'completed' });
  expect(await stage.ledger()).toEqual(['applied', 'applied']);
});

test('reboots in an orderly way in an apply: a person decides', async () => {
  const { harness, server, serverId } = stage;
  const id = await harness.submit({ serverId, plan: plan([milestone('one', [endless])]) });
  await stage.begun('applied');
  await server.exec('systemctl poweroff');
  await waitUntil('it to be off', () => server.state() === 'off');
  await server.heal();
  expect((await harness.awaitingDecision(id, 90)).conclusion).toMatch(
    /was interrupted|stopped|killed|failed/,
  );
  expect(await stage.ledger()).toEqual(['applied']);
  expect(await harness.giveUp(id)).toMatchObject({ status: 'failed' });
});

test('has its records deleted: the outcome is unknown, and nothing runs by itself', async () => {
  const { harness, server, serverId } = stage;
  const id = await harness.submit({ serverId, plan: plan([milestone('one', [endless])]) });
  await stage.begun('applied');
  await waitUntil('the claim', () =>
    harness.db.command.findFirst({ where: { operationId: id, claimedAt: { not: null } } }),
  );
  await stage.worker.kill();
  await server.exec(
    "systemctl kill --signal=KILL 'milepost-*'; rm -rf /var/lib/milepost /run/milepost*; touch /root/flag",
  );
  stage.startWorker();
  const { conclusion } = await harness.awaitingDecision(id);
  expect(conclusion).toMatch(/records (were lost|on the server were deleted)/);
  expect(await stage.ledger()).toEqual(['applied']);
  await stage.decide(id, { action: 'retry' });
  expect(await harness.ended(id)).toMatchObject({ status: 'completed' });
});

test('restarts its sshd, and kills every session, five times: the command is joined again each time', async () => {
  const { harness, server, serverId } = stage;
  const id = await harness.submit({ serverId, plan: held });
  await stage.begun('a');
  for (let time = 0; time < 5; time += 1) {
    await server.exec(RESTART);
    await sleep(1_000);
  }
  await server.exec('touch /root/flag');
  await stage.expectOnce(id, [['a'], ['b']]);
});

test('has an sshd that is busy with others: waited for, said so, and gone on', async () => {
  const { harness, server, serverId } = stage;
  const dropIn = '/etc/ssh/sshd_config.d/busy.conf';
  await server.exec(`echo 'MaxStartups 1:100:1' >${dropIn}; ${RESTART}`);
  const stranger = await waitUntil('the only place', () => occupy(server.host, server.port));
  const id = await harness.submit({ serverId, plan: held });
  await waitUntil('the notice', async () => {
    const { notice } = await harness.operation(id);
    return ['reconnecting', 'waiting'].includes((notice as { kind?: string } | null)?.kind ?? '');
  });
  expect(await stage.ledger()).toEqual([]);
  stranger.destroy();
  await server.exec(`rm ${dropIn}; ${RESTART}; touch /root/flag`);
  await stage.expectOnce(id, [['a'], ['b']]);
});

test('has another host key: nothing is sent, and a person decides', async () => {
  const { harness, server, serverId } = stage;
  const keys = '/etc/ssh/ssh_host_ed25519_key';
  await server.exec(
    `mv ${keys} /root/key; mv ${keys}.pub /root/key.pub; ssh-keygen -q -t ed25519 -N '' -f ${keys}; ${RESTART}`,
  );
  const accepted = async () =>
    (await server.exec('journalctl -u ssh --no-pager | grep -c "Accepted publickey" || :')).stdout;
  const before = await accepted();
  const id = await harness.submit({ serverId, plan: held });
  expect((await harness.awaitingDecision(id)).conclusion).toMatch(/host key/i);
  expect(await accepted()).toBe(before);
  expect(await stage.ledger()).toEqual([]);
  await server.exec(`mv /root/key ${keys}; mv /root/key.pub ${keys}.pub; ${RESTART}`);
  // The key is back, and nobody has looked at the server yet.
  await stage.decide(id, { action: 'retry' });
  await waitUntil('the next question', async () => (await harness.operation(id)).decisionPoint === 2);
  expect(await harness.giveUp(id)).toMatchObject({ status: 'failed' });
  expect(await stage.ledger()).toEqual([]);
});
