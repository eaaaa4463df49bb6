import { loginErrorMessage } from '@milepost/contract/messages/errors/login-errors';
import { expect, test } from 'vitest';
import { loginFailure, readableLine } from './login-failure';

const failure = { host: 'web-1', username: 'root', timedOut: false };

test.each([
  [
    'a forced command repeats its advice',
    { said: 'Please login as the user "admin" rather than the user "root".' },
    'does not run commands. Use a user with a normal shell. The server said: “Please login as the user "admin" rather than the user "root".”',
  ],
  [
    'an expired password is named as such',
    { said: '\nWARNING: Your password has expired.\nPassword change required but no TTY available.' },
    'The password of root on web-1 has expired. Log in to it once by hand, choose a new one, and try again. The server said: “WARNING: Your password has expired.”',
  ],
  [
    'a refusing shell is named as such',
    { said: 'This account is currently not available.' },
    'has no login shell that runs commands. Give it one (usermod -s /bin/bash root)',
  ],
  [
    'a program in place of the shell that says nothing is looked for in the start-up files',
    { said: '', timedOut: true },
    'Check the shell’s start-up files, such as .bashrc, for a program that takes its place.',
  ],
])('a login that runs no commands fails with its cause: %s', (_name, given, expected) => {
  expect(loginErrorMessage(loginFailure({ ...failure, ...given }))).toContain(expected);
});

test('what a server says is kept without control characters, and cut', () => {
  expect(readableLine('\u001b[31m\u0007 \r\n\u001b[1mNo\u0000 way\u001b[0m\nmore')).toBe('No way');
  expect(readableLine('x'.repeat(5000))).toBe(`${'x'.repeat(200)}…`);
  expect(readableLine(' \n\n')).toBe('');
});
