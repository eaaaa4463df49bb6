import { expect, test } from 'vitest';
import { compile } from '../../dsl/compile';
import { parseInput } from '../../dsl/input';
import { factsOf } from '../../dsl/conformance/samples';
import { testPlans, testRefusals } from '../../dsl/testing/table';
import memcached from './memcached';

const written = (...lines: string[]) =>
  [
    'write /etc/memcached.conf (0644 root:root)',
    '# Written by Milepost. It asks before it replaces what was changed here by hand.',
    ...[...lines, '-u memcache', '-P /run/memcached/memcached.pid', ''],
  ].join('\n');
const installing = (port: number) => ({
  'Checking the system': [
    ...[`who listens on port ${port}`, 'dpkg --audit', 'df', 'apt-get -s install memcached'],
    'look for edits of /etc/memcached.conf',
  ],
  'Refreshing package lists': ['apt-get update'],
  'Installing Memcached': ['apt-get install --no-install-recommends memcached'],
});
const started = (port: number) => ({
  'Starting Memcached': ['systemctl enable memcached && systemctl restart memcached'],
  'Verifying installation': [`stats settings, on 127.0.0.1:${port}`],
});

testPlans(memcached, [
  {
    name: 'installing',
    kind: 'install',
    input: {},
    plan: {
      ...installing(11_211),
      'Configuring Memcached': [written('-m 64', '-c 1024', '-I 1m', '-p 11211', '-l 127.0.0.1')],
      ...started(11_211),
    },
  },
  {
    name: 'for other computers, on some addresses',
    kind: 'install',
    input: {
      ...{ port: 11_300, memoryMb: 512, connections: 4096, itemMb: 8 },
      ...{ listen: 'network', addresses: ['10.0.0.5', '2001:db8::5', '127.0.0.1'] },
    },
    plan: {
      ...installing(11_300),
      'Configuring Memcached': [
        written(
          ...['-m 512', '-c 4096', '-I 8m', '-p 11300'],
          ...['-l 127.0.0.1', '-l 10.0.0.5', '-l 2001:db8::5'],
        ),
      ],
      ...started(11_300),
    },
  },
  {
    name: 'for other computers, on all addresses',
    kind: 'install',
    input: { listen: 'network' },
    plan: {
      ...installing(11_211),
      'Configuring Memcached': [written('-m 64', '-c 1024', '-I 1m', '-p 11211')],
      ...started(11_211),
    },
  },
  {
    name: 'updating',
    kind: 'update',
    input: {},
    plan: {
      'Checking the system': ['dpkg --audit', 'apt-get -s install --only-upgrade memcached'],
      'Refreshing package lists': ['apt-get update'],
      'Updating Memcached': ['apt-get install --only-upgrade memcached'],
      ...started(11_211),
    },
  },
  {
    name: 'uninstalling',
    kind: 'uninstall',
    input: {},
    plan: {
      'Checking the system': ['apt-get -s remove memcached'],
      'Stopping Memcached': ['systemctl disable --now memcached'],
      'Removing Memcached': ['apt-get remove memcached'],
      'Cleaning up': ['put the former /etc/memcached.conf back'],
      'Verifying removal': ['dpkg-query -W memcached', 'processes of memcached.service'],
    },
  },
]);

const ADDRESSES = 'Addresses are IP addresses of this server, such as 192.0.2.10.';
testRefusals(memcached, [
  {
    input: {
      ...{ port: 0, memoryMb: 1, connections: 1, itemMb: 129, listen: 'network' },
      addresses: ['10.0.0.5; id', '-S', '10.0.0.256', 'localhost'],
    },
    messages: {
      port: 'Port must be at least 1.',
      memoryMb: 'Memory must be at least 16.',
      connections: 'Most connections must be at least 16.',
      itemMb: 'Largest value must be at most 128.',
      ...{ 'addresses.0': ADDRESSES, 'addresses.1': ADDRESSES },
      ...{ 'addresses.2': ADDRESSES, 'addresses.3': ADDRESSES },
    },
  },
]);

test('a value that does not fit into the memory is refused', () => {
  const parsed = parseInput(memcached, { memoryMb: 16, itemMb: 9 });
  if (!parsed.ok) throw new Error('refused');
  const { milestones } = compile({
    ...{ definition: memcached, operation: 'install', input: parsed.input, server: factsOf('debian-12') },
  });
  expect(milestones[0]?.states[0]?.label).toBe(
    'Not possible: The largest value is more than half of the memory',
  );
});
