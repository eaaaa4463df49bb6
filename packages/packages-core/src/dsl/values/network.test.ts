import { describe, expect, test } from 'vitest';
import { containsNetwork, networkText, parseNetwork } from './network';

describe('a network', () => {
  test.each([
    ['192.0.2.10', '192.0.2.10'],
    ['192.0.2.10/32', '192.0.2.10'],
    ['10.1.2.3/8', '10.0.0.0/8'],
    ['0.0.0.0/0', '0.0.0.0/0'],
    ['255.255.255.255', '255.255.255.255'],
    ['2001:DB8:0:0:0:0:0:1', '2001:db8::1'],
    ['2001:db8::1/128', '2001:db8::1'],
    ['2001:db8:1:2::5/32', '2001:db8::/32'],
    ['2001:0:0:1:0:0:0:1', '2001:0:0:1::1'],
    ['1:0:2:0:3:0:4:0', '1:0:2:0:3:0:4:0'],
    ['fe80::', 'fe80::'],
    ['::1', '::1'],
    ['::/0', '::/0'],
  ])('%s is written as %s', (text, shortest) => {
    const network = parseNetwork(text);
    expect(network && networkText(network)).toBe(shortest);
    expect(parseNetwork(shortest)).toMatchObject({ prefix: network?.prefix });
  });

  test.each([
    ...[
      '',
      'any',
      '256.0.0.1',
      '01.2.3.4',
      '1.2.3',
      '10.0.0.0/33',
      '10.0.0.0/08',
      '10.0.0.0/',
      '10.0.0.0/8/8',
    ],
    ...[
      '1:2:3',
      ':::',
      '1::2::3',
      '12345::',
      'g::',
      '::/129',
      '1:2:3:4:5:6:7::8',
      '::ffff:192.0.2.1',
      '::ffff:c000:201',
    ],
  ])('“%s” is none', (text) => {
    expect(parseNetwork(text)).toBeNull();
  });

  test.each([
    ['10.0.0.0/8', '10.255.0.1', true],
    ['10.0.0.0/8', '11.0.0.1', false],
    ['10.0.0.0/8', '10.0.0.0/7', false],
    ['192.0.2.1', '192.0.2.1', true],
    ['0.0.0.0/0', '192.0.2.1', true],
    ['0.0.0.0/0', '2001:db8::1', false],
    ['2001:db8::/33', '2001:db8:8000::1', false],
    ['2001:db8::/32', '2001:db8:8000::1', true],
  ])('%s and %s: %s', (outer, inner, contains) => {
    expect(containsNetwork(parseNetwork(outer)!, parseNetwork(inner)!)).toBe(contains);
  });
});
