import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { addServer } from './server-inputs';

const SERVER = {
  ...{ id: randomUUID(), name: 'web-1', address: '192.0.2.10', port: 22, username: 'root' },
  login: { password: 'secret' },
};

function sentences(other: Partial<typeof SERVER>): Record<string, string> {
  const { error } = addServer.safeParse({ ...SERVER, ...other });
  return Object.fromEntries(error?.issues.map(({ path, message }) => [path.join('.'), message]) ?? []);
}

describe('the address of a server', () => {
  test.each([
    ['192.0.2.10', '192.0.2.10'],
    ['2001:db8::1', '2001:db8::1'],
    ['[2001:db8::1]', '2001:db8::1'],
    ['fe80::1%eth0', 'fe80::1%eth0'],
    ['::ffff:192.0.2.1', '::ffff:192.0.2.1'],
    [' web-1.example.com ', 'web-1.example.com'],
    ['web', 'web'],
    ['web:22', 'web'],
    ['[2001:db8::1]:22', '2001:db8::1'],
    ['root@192.0.2.10', '192.0.2.10'],
    ['ssh://root@web-1:22', 'web-1'],
    ['3com.example', '3com.example'],
    ['xn--mnchen-3ya.example', 'xn--mnchen-3ya.example'],
    [`${'a'.repeat(63)}.example`, `${'a'.repeat(63)}.example`],
  ])('%s is stored as %s', (address, stored) => {
    expect(addServer.parse({ ...SERVER, address }).address).toBe(stored);
  });

  test.each([
    ...['-rf', ':', '...', '.', 'a..b', '.example', 'example.', '-web.example', 'web-.example', 'web_1'],
    ...['web:0', 'web:22:22', '[2001:db8::g]:22', '[192.0.2.10]', '[web]', '[]', '2001:db8::g', '%eth0'],
    ...['0x7f.1', '127.1', '2130706433', '256.1.1.1', '1.2.3.4.5', '0x7f000001', '010.0.0.1'],
    ...['a b', 'a\tb', 'a\nb', 'web\u0007', 'web/1', 'root:pw@web', 'http://web', '$(id)', 'münchen.example'],
    ...['', ' ', `${'a'.repeat(64)}.example`, `${'a.'.repeat(126)}abc`],
  ])('%j is refused', (address) => {
    expect(sentences({ address })).toEqual({
      address: 'Enter a host name or an IP address, such as web-1.example.com or 192.0.2.10.',
    });
  });
});

test('an address that names another port or user than the fields is refused at these fields', () => {
  expect(sentences({ address: 'ssh://debian@web-1:2222' })).toEqual({
    port: 'The address names port 2222: enter it here, or leave it out of the address.',
    username: 'The address names the user debian: enter it here, or leave it out of the address.',
  });
});

test.each(['-oProxyCommand=id', '-l', '@root', 'a b', 'root\nid', '0day', 'a'.repeat(65), '', 'r\u0000'])(
  '%j is no user name',
  (username) => {
    expect(sentences({ username })).toEqual({
      username:
        'A user name has letters, digits and . _ - @, and begins with a letter, such as root or debian.',
    });
  },
);

test.each(['-rf', '.', ' ', '', 'web\n1', 'a'.repeat(64), 'wéb', 'web\u0007'])(
  '%j is no name of a server',
  (name) => {
    expect(Object.keys(sentences({ name }))).toEqual(['name']);
  },
);
