import { expect, test } from 'vitest';
import {
  CLIENT_ADDRESS_HEADER,
  clientAddress,
  parseTrustedProxies,
  resolveClientAddress,
} from './client-address';

const PROXIES = ['10.0.0.0/8', '192.0.2.1', '2001:db8::/32'];

test.each([
  ['without proxies the header is ignored', [], '203.0.113.9', '198.51.100.1', '203.0.113.9'],
  ['a peer that is no proxy is not believed', PROXIES, '203.0.113.9', '198.51.100.1', '203.0.113.9'],
  ['a proxy names its client', PROXIES, '10.1.2.3', '198.51.100.1', '198.51.100.1'],
  ['a client puts an address before its own', PROXIES, '10.1.2.3', '1.1.1.1, 198.51.100.1', '198.51.100.1'],
  ['two proxies in a row', PROXIES, '10.1.2.3', '1.1.1.1, 198.51.100.1, 192.0.2.1', '198.51.100.1'],
  ['a client calls itself a proxy', PROXIES, '10.1.2.3', '10.9.9.9, 198.51.100.1', '198.51.100.1'],
  ['nothing but proxies: the farthest', PROXIES, '10.1.2.3', '10.9.9.9, 192.0.2.1', '10.9.9.9'],
  ['a proxy that names nobody', PROXIES, '10.1.2.3', undefined, '10.1.2.3'],
  ['what is no address ends the chain', PROXIES, '10.1.2.3', '198.51.100.1, rubbish', '10.1.2.3'],
  ['an IPv4 peer of a socket for both families', PROXIES, '::ffff:10.1.2.3', '198.51.100.1', '198.51.100.1'],
  ['IPv6 proxy and client', PROXIES, '2001:db8::5', '2001:470::7', '2001:470::7'],
  ['no peer any more', PROXIES, undefined, '198.51.100.1', null],
])('%s', (...[, proxies, peer, forwardedFor, expected]) => {
  expect(resolveClientAddress({ peer, forwardedFor }, parseTrustedProxies(proxies))).toBe(expected);
});

test.each(['10.0.0.0/33', '10.0.0.0/', '10.0.0/8', 'proxy.example', '2001:db8::/129', '10.0.0.0/8/8x'])(
  'the trusted proxy "%s" is refused by name',
  (entry) => {
    expect(() => parseTrustedProxies(['10.0.0.1', entry])).toThrow(`"${entry}" is not an IP address`);
  },
);

test.each([
  ['203.0.113.9', '203.0.113.9'],
  ['2001:db8::1', '2001:db8:0:0::/64'],
  ['2001:0db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
  ['::1', '0:0:0:0::/64'],
])('a request from %s counts against %s', (address, expected) => {
  expect(clientAddress({ headers: new Headers({ [CLIENT_ADDRESS_HEADER]: address }) })).toBe(expected);
});

test('a request whose address was not noted is counted as unknown, whatever its headers say', () => {
  expect(clientAddress({ headers: new Headers({ 'x-forwarded-for': '198.51.100.1' }) })).toBe('unknown');
});
