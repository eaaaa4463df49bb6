import { describe, expect, test } from 'vitest';
import { MAX_SERVERS, networkOf, overlaps, pickPrefix, serverNames } from './network';

describe('names of a lab', () => {
  test('derive from its range', () => {
    expect(networkOf('10.86.7')).toEqual({
      prefix: '10.86.7',
      subnet: '10.86.7.0/24',
      gateway: '10.86.7.1',
      bridge: 'ml0a5607',
    });
    expect(serverNames(networkOf('10.86.7'), 3)).toEqual({
      address: '10.86.7.13',
      mac: '02:0a:56:07:00:03',
      link: 'ml0a5607s3',
      netns: 'ml0a5607-3',
      machine: 'ml0a5607-3',
    });
  });

  test('fit into the kernel’s 15 characters for a link', () => {
    expect(serverNames(networkOf('192.168.255'), MAX_SERVERS).link.length).toBeLessThanOrEqual(15);
  });
});

describe('overlaps', () => {
  test.each([
    ['10.86.7.0/24', '10.86.7.0/24', true],
    ['10.0.0.0/8', '10.86.7.0/24', true],
    ['10.86.7.9', '10.86.7.0/24', true],
    ['10.86.8.9', '10.86.7.0/24', false],
    ['10.86.6.0/23', '10.86.7.0/24', true],
    ['10.86.8.0/23', '10.86.7.0/24', false],
    ['192.168.0.0/16', '192.168.255.0/24', true],
    ['0.0.0.0/0', '10.86.7.0/24', true],
    ['255.255.255.255', '10.86.7.0/24', false],
  ])('%s and %s: %s', (a, b, expected) => {
    expect(overlaps(a, b)).toBe(expected);
    expect(overlaps(b, a)).toBe(expected);
  });
});

describe('pickPrefix', () => {
  test('gives one name the same range each time, and another name another', () => {
    expect(pickPrefix('practice', [])).toBe(pickPrefix('practice', []));
    expect(pickPrefix('practice', [])).not.toBe(pickPrefix('lab', []));
  });

  test('steps aside', () => {
    const first = pickPrefix('lab', []) ?? '';
    const second = pickPrefix('lab', [`${first}.0/24`]) ?? '';
    expect(second).toMatch(/^10\.86\./);
    expect(second).not.toBe(first);
  });

  test.each([
    [['10.0.0.0/8'], /^172\.29\./],
    [['10.0.0.0/8', '172.16.0.0/12'], /^192\.168\./],
  ])('past %j goes to another pool', (taken, expected) => {
    expect(pickPrefix('lab', taken)).toMatch(expected);
  });

  test('gives up when nothing is left', () => {
    expect(pickPrefix('lab', ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16'])).toBeUndefined();
  });
});
