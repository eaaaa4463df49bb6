import { rootLoginMessage } from '@milepost/contract/messages/errors/login-errors';
import { expect, test } from 'vitest';
import { explainRootRefusal } from './explain-root-refusal';
import { parseRootLoginReport } from './root-login-report';

/** What Debian 12's sshd -T prints of a server on which root may log in with a key. */
const ALLOWED = `permitrootlogin without-password
pubkeyauthentication yes
strictmodes yes
authorizedkeysfile .ssh/authorized_keys .ssh/authorized_keys2
authenticationmethods any
groups root
path 755 root /
path 700 root /root
path 700 root /root/.ssh
path 600 root /root/.ssh/authorized_keys
`;

const explain = (printed: string) => {
  const cause = explainRootRefusal(parseRootLoginReport(printed));
  return cause && rootLoginMessage(cause);
};

test('nothing is blamed on a server that would let root log in', () => {
  expect(explain(ALLOWED)).toBeNull();
  expect(explain(`${ALLOWED}allowusers ops\nallowusers root\nallowgroups adm root`)).toBeNull();
  expect(explain(`${ALLOWED}allowusers r??t@192.0.2.*`)).toBeNull();
  expect(
    explain(
      ALLOWED.replace('path 700 root /root\n', 'path 777 root /root\n').replace(
        'strictmodes yes',
        'strictmodes no',
      ),
    ),
  ).toBeNull();
});

test.each([
  ['permitrootlogin without-password', 'permitrootlogin no', 'PermitRootLogin no'],
  [
    'permitrootlogin without-password',
    'permitrootlogin forced-commands-only',
    'PermitRootLogin forced-commands-only',
  ],
  [
    'groups root',
    'groups root\nallowusers ops\nallowusers deploy',
    'AllowUsers lists ops, deploy and not root',
  ],
  ['groups root', 'groups root\ndenyusers ro*', 'DenyUsers'],
  ['groups root', 'groups root\nallowgroups ssh-users', 'AllowGroups lists ssh-users'],
  ['groups root', 'groups root wheel\ndenygroups wheel', 'DenyGroups'],
  ['pubkeyauthentication yes', 'pubkeyauthentication no', 'PubkeyAuthentication no'],
  [
    'authenticationmethods any',
    'authenticationmethods publickey,password',
    'AuthenticationMethods publickey,password',
  ],
  [
    'authorizedkeysfile .ssh/authorized_keys .ssh/authorized_keys2',
    'authorizedkeysfile /etc/ssh/keys/%u',
    'reads root’s keys from /etc/ssh/keys/%u',
  ],
  ['path 700 root /root\n', 'path 777 root /root\n', 'Others may write to /root (mode 777)'],
  [
    'path 600 root /root/.ssh/auth',
    'path 600 ops /root/.ssh/auth',
    '/root/.ssh/authorized_keys belongs to ops',
  ],
])('instead of “%s”, “%s” is named as the cause', (allowed, refused, cause) => {
  expect(ALLOWED).toContain(allowed);
  expect(explain(ALLOWED.replace(allowed, refused))).toContain(cause);
});
