import { expect, test } from 'vitest';
import { listenConflict, tcp, udp } from './listen';

test.each([
  ['the same port', [tcp(80)], [tcp(443), tcp(80)], '80/tcp'],
  ['loopback and all addresses', [tcp(80, { on: 'loopback' })], [tcp(80)], '80/tcp'],
  ['two addresses', [tcp(80, { on: '192.0.2.1' })], [tcp(80, { on: 'loopback' })], null],
  ['two protocols', [tcp(53)], [udp(53)], null],
  ['two ports', [tcp(80)], [tcp(81)], null],
  ['nothing', [], [tcp(80)], null],
])('%s: %s', (...[, own, other, conflict]) => {
  expect(listenConflict(own, other)).toBe(conflict);
  expect(listenConflict(other, own)).toBe(conflict);
});
