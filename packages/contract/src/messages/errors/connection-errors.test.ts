import { expect, test } from 'vitest';
import type { HostProblem, RejectionReason } from '../../errors/host-problem';
import type { LoginProblem } from '../../errors/login-problem';
import { expectSentence } from '../testing/expect-sentence';
import type { Samples } from '../testing/samples';
import { sampleRows } from '../testing/samples';
import { hostProblemMessage } from './connection-errors';

const host = '192.0.2.1';

/** Those of logins: login-errors.test.ts. */
const SAMPLES: Samples<Exclude<HostProblem, LoginProblem>> = {
  connect_failed: { fields: { host, port: 2222, failure: 'no_route' }, shown: [host, 2222, 'no route'] },
  no_common_algorithm: {
    fields: { host, kind: 'cipher', theirs: ['aes128-cbc'], ours: ['aes256-gcm', 'aes128-gcm'] },
    shown: [host, 'cipher', 'aes128-cbc', 'aes256-gcm, aes128-gcm', 'Ciphers'],
  },
  no_host_key: { fields: { host }, shown: [host] },
  host_key_changed: { fields: { host }, shown: [host] },
  host_key_unconfirmed: { fields: { serverName: 'web-1' }, shown: ['web-1'] },
  link_lost: { fields: { host }, shown: [host] },
  protocol_violated: { fields: { host, violation: 'unreadable' }, shown: [host, 'cannot be read'] },
  server_unusable: { fields: { host, printed: 'no sudo', exitCode: 1 }, shown: [host, 'no sudo'] },
  spool_unreadable: { fields: { host }, shown: [host] },
  command_failed: { fields: { printed: 'rm: /x: Read-only file system', exitCode: 1 }, shown: ['rm: /x'] },
  rejected: { fields: { reason: 'malformed', detail: 'no states' }, shown: ['no states'] },
  secrets_unavailable: { fields: {} },
  no_credential: { fields: { serverName: 'web-1', kind: 'root' }, shown: ['web-1', 'root'] },
  key_no_longer_accepted: { fields: {} },
  server_abandoned: { fields: { problem: { code: 'link_lost', host } }, shown: [`${host} was lost)`] },
};

test.each(sampleRows(SAMPLES))('%s is a sentence that shows its fields', (_code, problem, shown) => {
  expectSentence(hostProblemMessage(problem), shown);
});

test('a problem of a login has its own message', () => {
  expect(hostProblemMessage({ code: 'key_rejected', host, username: 'ops' })).toBe(
    '192.0.2.1 does not accept this key for ops.',
  );
});

test('a server that printed nothing is described by the exit code', () => {
  expect(hostProblemMessage({ code: 'server_unusable', host, printed: '', exitCode: 127 })).toBe(
    '192.0.2.1 cannot be used: exit code 127.',
  );
  expectSentence(hostProblemMessage({ code: 'command_failed', printed: '', exitCode: 4 }), ['exit code 4']);
});

test('the first eight of many algorithms are listed', () => {
  const theirs = Array.from({ length: 20 }, (_, n) => `kex-${n + 1}`);
  const message = hostProblemMessage({
    ...{ code: 'no_common_algorithm', kind: 'key_exchange', host, theirs },
    ours: ['curve25519-sha256'],
  });
  expect(message).toContain('kex-8 …;');
  expect(message).not.toContain('kex-9');
});

const REASONS: Record<RejectionReason, true> = {
  ...{ fenced: true, closed: true, conflict: true, spool_changed: true, spool_restored: true },
  ...{ rebooted: true, malformed: true, disk_full: true, busy: true },
};

test.each(Object.keys(REASONS))('a rejection as %s says why', (reason) => {
  expectSentence(
    hostProblemMessage({ code: 'rejected', reason: reason as RejectionReason, detail: 'x' }),
    [],
  );
});
