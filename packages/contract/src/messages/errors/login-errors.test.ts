import { expect, test } from 'vitest';
import type { LoginProblem, RootLoginCause } from '../../errors/login-problem';
import { expectSentence } from '../testing/expect-sentence';
import type { Samples } from '../testing/samples';
import { sampleRows } from '../testing/samples';
import { loginErrorMessage, rootLoginMessage } from './login-errors';

const host = '192.0.2.1';
const username = 'ops';
const login = { host, username };
const printed = 'Go away';

const PROBLEMS: Samples<LoginProblem> = {
  private_key_unreadable: { fields: { reason: 'passphrase' }, shown: ['passphrase'] },
  key_rejected: { fields: login, shown: [host, username] },
  password_rejected: { fields: { host }, shown: [host] },
  method_not_accepted: {
    fields: { ...login, means: 'password', accepted: ['publickey'] },
    shown: [host, username, 'password', 'only publickey', 'Use a private key.'],
  },
  second_step_required: {
    fields: { ...login, means: 'key', accepted: ['password'] },
    shown: [host, username, 'key', '(password)'],
  },
  password_expired: { fields: { ...login, printed }, shown: [host, username, printed] },
  no_login_shell: { fields: { ...login, printed }, shown: [host, username, printed] },
  no_command_ran: { fields: { ...login, printed, timedOut: true }, shown: [host, username, printed] },
  input_swallowed: { fields: login, shown: [host, username] },
  sudo_password_required: { fields: login, shown: [host, username] },
  sudo_terminal_required: { fields: { host }, shown: [host] },
  sudo_password_rejected: { fields: login, shown: [host, username] },
  sudo_not_allowed: { fields: login, shown: [host, username] },
  key_not_installed: { fields: { ...login, printed }, shown: [host, printed] },
};

test.each(sampleRows(PROBLEMS))('%s is a sentence that shows its fields', (_code, problem, shown) => {
  expectSentence(loginErrorMessage(problem), shown);
});

test('what a server printed is quoted, and ends where it ended', () => {
  const message = (said: string) =>
    loginErrorMessage({ code: 'no_command_ran', ...login, printed: said, timedOut: false });
  expect(message('No.')).toMatch(/ The server said: “No\.”$/);
  expect(message('No')).toMatch(/ The server said: “No”\.$/);
  expect(message('')).toMatch(/ Use a user with a normal shell\.$/);
});

const CAUSES: Samples<RootLoginCause> = {
  root_login_disabled: { fields: { value: 'no' }, shown: ['PermitRootLogin no'] },
  root_in_deny_users: { fields: {} },
  root_not_in_allow_users: { fields: { users: ['ops', 'ada'] }, shown: ['ops, ada'] },
  root_group_in_deny_groups: { fields: {} },
  no_root_group_in_allow_groups: { fields: { groups: ['adm', 'ssh'] }, shown: ['adm, ssh'] },
  keys_disabled: { fields: {} },
  more_methods_required: { fields: { methods: ['publickey,password'] }, shown: ['publickey,password'] },
  other_key_files: { fields: { files: ['/etc/keys/%u'] }, shown: ['/etc/keys/%u'] },
  file_not_owned_by_root: { fields: { path: '/root', owner: 'ops' }, shown: ['chown root /root', 'ops'] },
  file_writable_by_others: { fields: { path: '/root', mode: '777' }, shown: ['chmod go-w /root', '777'] },
};

test.each(sampleRows(CAUSES))('%s says what to change on the server', (_code, cause, shown) => {
  expectSentence(rootLoginMessage(cause), shown);
});
