import { afterAll, beforeAll, beforeEach, expect, inject, test } from 'vitest';
import { openLab } from '@milepost/lab/lab';
import { ledgerState, milestone, plan } from './testing/plans';
import { Rig } from './testing/rig';

let rig: Rig;
let serverId: string;
const server = openLab(inject('lab')).server(1);

beforeAll(async () => {
  rig = await Rig.create();
  const [first] = inject('labServers');
  if (!first) throw new Error('no server');
  serverId = await rig.addServer(first);
  await rig.startWorker().ready;
});
afterAll(() => rig.close());
beforeEach(async () => {
  await server.exec('rm -f /root/ledger*');
});

test('an operation runs its milestones in order, and ends active with its record', async () => {
  const id = await rig.submit({
    serverId,
    plan: plan([milestone('one', [ledgerState('a'), ledgerState('b')]), milestone('two', [ledgerState('c')])]),
  });
  const operation = await rig.ended(id);
  expect(operation).toMatchObject({ status: 'completed', percentage: 100, conclusion: 'All 2 milestones are done.' });
  expect((await server.exec('cat /root/ledger')).stdout).toBe('a\nb\nc\n');
  expect(await rig.history(id)).toEqual([
    'submitted',
    'opened',
    'prepared',
    'milestone_started',
    'milestone_done',
    'milestone_started',
    'milestone_done',
    'closed',
  ]);
  expect(await rig.output(id, 1)).toBe('begun a\nended a\nbegun b\nended b\n');
  const installation = await rig.db.installation.findUniqueOrThrow({ where: { id: operation.installationId } });
  expect(installation).toMatchObject({ status: 'active', version: '1.0', configuration: { made: 'by a test' } });
});
