import { hostProblemMessage } from '@milepost/contract/messages/errors/connection-errors';
import { expect, test } from 'vitest';
import { loginRefused } from './authentication';

const password = { host: 'web-1', username: 'ops', login: { password: 'x' } };
const key = { host: 'web-1', username: 'ops', login: { privateKey: 'x' } };

test.each([
  [
    'a wrong password',
    password,
    { partial: false, methods: ['publickey', 'password'] },
    'Wrong user name or password for web-1.',
  ],
  [
    'a password where none is accepted',
    password,
    { partial: false, methods: ['publickey'] },
    'web-1 does not accept a password for ops, only publickey. Use a private key.',
  ],
  [
    'a wrong key',
    key,
    { partial: false, methods: ['publickey', 'password'] },
    'web-1 does not accept this key for ops.',
  ],
  [
    'a key where none is accepted',
    key,
    { partial: false, methods: ['password'] },
    'web-1 does not accept a key for ops, only password.',
  ],
  [
    'a key that is the first of two steps',
    key,
    { partial: true, methods: ['password'] },
    'web-1 accepted the key of ops and then asks for a second step (password).',
  ],
])('%s is refused with its own sentence', (...[, target, progress, sentence]) => {
  const error = loginRefused(target, progress);
  expect(error.code).toBe('authentication_refused');
  expect(hostProblemMessage(error.problem)).toContain(sentence);
});
