import { describe, expect, test } from 'vitest';
import { splitAddress } from './split-address';

describe('what people paste as an address is split', () => {
  test.each([
    ['web-1.example.com', 'web-1.example.com', null, null],
    ['192.0.2.10:2222', '192.0.2.10', 2222, null],
    ['[2001:db8::1]:2222', '2001:db8::1', 2222, null],
    ['[2001:db8::1]', '2001:db8::1', null, null],
    ['2001:db8::1', '2001:db8::1', null, null],
    ['debian@web-1', 'web-1', null, 'debian'],
    ['root@2001:db8::1', '2001:db8::1', null, 'root'],
    ['debian@web-1:2222', 'web-1', 2222, 'debian'],
    ['joe@corp.example@web-1', 'web-1', null, 'joe@corp.example'],
    ['ssh://web-1', 'web-1', null, null],
    ['ssh://root@[2001:db8::1]:22/', '2001:db8::1', 22, 'root'],
    ['SSH://ops@web-1:2222', 'web-1', 2222, 'ops'],
    [' web-1:22\n', 'web-1', 22, null],
  ])('%j', (text, ...parts) => {
    const { address, port, username } = splitAddress(text);
    expect([address, port, username]).toEqual(parts);
  });

  test.each([
    '',
    'web:',
    ':22',
    '@web',
    'root@',
    'web:0',
    'web:65536',
    'web:22:33',
    'ssh://root:secret@web',
    'web/',
  ])('%j is left as it is', (text) => {
    expect(splitAddress(text)).toEqual({ address: text, port: null, username: null });
  });
});
