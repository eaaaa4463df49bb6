import { expect, test } from 'vitest';
import type { InspectionProblem } from '../../errors/server-problem';
import { expectSentence } from '../testing/expect-sentence';
import type { Samples } from '../testing/samples';
import { sampleRows } from '../testing/samples';
import { serverProblemMessage } from './server-errors';

const serverName = 'web-1';
const SAMPLES: Samples<InspectionProblem> = {
  server_removed: { fields: {} },
  not_confirmed: { fields: { serverName }, shown: [serverName] },
  operation_open: { fields: { serverName }, shown: [serverName] },
  no_login: { fields: {} },
  login_sealed_elsewhere: { fields: {} },
  plan_rejected: { fields: { problem: { code: 'package_unknown', packageId: 'gopher' } }, shown: ['gopher'] },
  unsupported_system: { fields: { system: 'Fedora 40' }, shown: ['Fedora 40'] },
  no_machine_id: { fields: { serverName }, shown: [serverName] },
  machine_known: { fields: { serverName }, shown: [serverName] },
  root_login_forbidden: {
    fields: { serverName, cause: { code: 'root_login_disabled', value: 'no' } },
    shown: [serverName, 'PermitRootLogin no'],
  },
  processes_remaining: { fields: { processes: ['812:apt', '900:dpkg'] }, shown: ['812:apt, 900:dpkg'] },
  stop_not_verified: {
    fields: { problem: { code: 'link_lost', host: '192.0.2.1' } },
    shown: ['192.0.2.1 was lost'],
  },
  unwanted: { fields: {} },
  not_checkable: { fields: {} },
  engine_unreachable: { fields: {} },
  unexpected: { fields: {} },
};

test.each(sampleRows(SAMPLES))('%s is a sentence that shows its fields', (_code, problem, shown) => {
  expectSentence(serverProblemMessage(problem), shown);
});

test.each<InspectionProblem>([
  { code: 'unsupported_system', system: null },
  { code: 'root_login_forbidden', serverName, cause: null },
  { code: 'stop_not_verified', problem: null },
])('$code is a sentence also where nothing more is known', (problem) => {
  expectSentence(serverProblemMessage(problem), []);
});

test('a problem of the connection has its own message', () => {
  expect(serverProblemMessage({ code: 'link_lost', host: '192.0.2.1' })).toBe(
    'The connection to 192.0.2.1 was lost.',
  );
});

test('a text that an earlier version stored is shown as it is', () => {
  expect(serverProblemMessage({ code: 'text', text: 'The password was refused.' })).toBe(
    'The password was refused.',
  );
});

test('a key that may remain on the server is named after the cause', () => {
  expect(serverProblemMessage({ code: 'key_no_longer_accepted', keyMayRemain: true })).toBe(
    'It no longer accepts Milepost’s key. Milepost’s key may still be in /root/.ssh/authorized_keys on the server.',
  );
});
