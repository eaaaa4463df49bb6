import { describe, expect, test } from 'vitest';
import { compile } from '../../dsl/compile';
import { parseFacts } from '../../dsl/facts/read-facts';
import { defaultInput } from '../../dsl/form/default-input';
import { inputForm, parseInput } from '../../dsl/input';
import { dataOutOfSight } from '../../dsl/package/data';
import { operationSteps } from '../../dsl/plan/operation-steps';
import { factsOf } from '../../dsl/conformance/samples';
import { testPlans, testRefusals } from '../../dsl/testing/table';
import redis from './redis';

const PASSWORD = 'correct-horse-battery-staple';

testPlans(redis, [
  {
    name: 'installing',
    kind: 'install',
    input: { port: 6400, memoryMb: 512, eviction: 'allkeys-lru', password: PASSWORD },
    plan: {
      'Checking the system': [
        'who listens on port 6400',
        'dpkg --audit',
        'df',
        'apt-get -s install redis-server',
        'systemctl show -P ExecStart redis-server',
        'look for edits of /etc/redis/redis.conf',
      ],
      'Refreshing package lists': ['apt-get update'],
      'Installing Redis': ['apt-get install --no-install-recommends redis-server'],
      'Configuring Redis': [
        [
          'write /etc/redis/redis.conf (0640 redis:redis)',
          '# Written by Milepost. It asks before it replaces what was changed here by hand.',
          'bind 127.0.0.1',
          'port 6400',
          'requirepass "‹password›"',
          'maxmemory 512mb',
          'maxmemory-policy allkeys-lru',
          'logfile /var/log/redis/redis-server.log',
          'pidfile /run/redis/redis-server.pid',
          'daemonize yes',
          'dir /var/lib/redis',
          '# Where a Redis that is there stores its data stays so: dir, dbfilename, appendonly, appendfilename, appenddirname, save, databases, loadmodule, rename-command.',
          '',
        ].join('\n'),
      ],
      'Starting Redis': ['systemctl enable redis-server && systemctl restart redis-server'],
      'Verifying installation': ['redis-cli -p 6400: AUTH ‹password›, PING', 'redis-cli -p 6400: PING'],
    },
  },
  {
    name: 'updating',
    kind: 'update',
    input: {},
    installed: { port: 6400, password: PASSWORD },
    plan: {
      'Checking the system': ['dpkg --audit', 'apt-get -s install --only-upgrade redis-server'],
      'Refreshing package lists': ['apt-get update'],
      'Updating Redis': ['apt-get install --only-upgrade redis-server'],
      'Starting Redis': ['systemctl enable redis-server && systemctl restart redis-server'],
      'Verifying installation': ['redis-cli -p 6400: AUTH ‹password›, PING', 'redis-cli -p 6400: PING'],
    },
  },
  {
    name: 'restarting',
    kind: 'restart',
    input: {},
    plan: {
      'Restarting Redis': ['systemctl restart redis-server'],
      'Verifying installation': ['systemctl is-active redis-server, for 2 s'],
    },
  },
  {
    name: 'uninstalling keeps data and configuration',
    kind: 'uninstall',
    input: {},
    plan: {
      'Checking the system': ['apt-get -s remove redis-server redis redis-tools'],
      'Stopping Redis': ['systemctl disable --now redis-server'],
      'Removing Redis': ['apt-get remove redis-server redis redis-tools'],
      'Cleaning up': ['put the former /etc/redis/redis.conf back'],
      'Verifying removal': ['dpkg-query -W redis-server', 'processes of redis-server.service'],
    },
  },
  {
    name: 'uninstalling with its data',
    kind: 'uninstall',
    input: { removeData: true },
    plan: {
      'Checking the system': ['apt-get -s remove redis-server redis redis-tools'],
      'Stopping Redis': ['systemctl disable --now redis-server'],
      'Removing Redis': ['apt-get purge redis-server redis redis-tools'],
      'Removing data': [
        'rm -rf --one-file-system -- /var/lib/redis',
        'rm -rf --one-file-system -- /var/log/redis',
        'rm -rf --one-file-system -- /etc/redis/redis.conf',
      ],
      'Verifying removal': ['dpkg-query -W redis-server', 'processes of redis-server.service'],
    },
  },
]);

testRefusals(redis, [
  {
    input: { port: 65_536, memoryMb: 8, eviction: 'random', password: 'short' },
    messages: {
      port: 'Port must be at most 65535.',
      memoryMb: 'Memory must be at least 16.',
      eviction: 'When memory is full must be one of noeviction, allkeys-lru, allkeys-lfu, volatile-lru.',
      password: 'Password must be at least 16 characters long.',
    },
  },
  { input: {}, messages: { password: 'Password is required.' } },
  { input: { listen: 'network' }, messages: { password: 'Password is required.' } },
  {
    input: { listen: 'network', addresses: ['192.0.2.10 0.0.0.0', 'x\nport 1'], password: PASSWORD },
    messages: {
      'addresses.0': 'Addresses are IP addresses of this server, such as 192.0.2.10.',
      'addresses.1': 'Address must be one line.',
    },
  },
  {
    kind: 'uninstall',
    input: { removeData: 'yes' },
    messages: { removeData: 'Remove configuration and data must be yes or no.' },
  },
]);

describe('the addresses that it listens on', () => {
  const configurationOf = (input: Record<string, unknown>) => {
    const parsed = parseInput(redis, { password: PASSWORD, ...input });
    if (!parsed.ok) throw new Error(JSON.stringify(parsed.issues));
    const { milestones } = compile({
      ...{ definition: redis, operation: 'install', input: parsed.input, server: factsOf('debian-12') },
    });
    return milestones
      .flatMap(({ states }) => states)
      .find(({ id }) => id === 'content_etc_redis_redis_conf')
      ?.apply.display.split('\n')
      .filter((line) => /^(?:bind|requirepass|protected-mode) /.test(line));
  };

  test.each([
    [
      { listen: 'network', addresses: ['192.0.2.10', '2001:db8::1'] },
      'bind 127.0.0.1 192.0.2.10 2001:db8::1',
    ],
    [{ listen: 'network', addresses: ['192.0.2.10', '127.0.0.1'] }, 'bind 127.0.0.1 192.0.2.10'],
    [{ listen: 'loopback', addresses: ['192.0.2.10'] }, 'bind 127.0.0.1'],
  ])('%j is “%s”, behind the password', (input, bind) => {
    expect(configurationOf(input)).toEqual([bind, 'requirepass "‹password›"']);
  });

  test('every address is no line of its own, behind the password', () => {
    expect(configurationOf({ listen: 'network' })).toEqual(['requirepass "‹password›"']);
  });
});

describe('what is lost', () => {
  const destructive = (options: Record<string, unknown>) => {
    const plan = compile({
      ...{ definition: redis, operation: 'uninstall', input: defaultInput(redis), options },
      server: factsOf('debian-12'),
    });
    return plan.milestones.flatMap(({ states }) => states.flatMap((state) => state.destructive ?? []));
  };

  test('is nothing by default', () => {
    expect(destructive({ removeData: false })).toEqual([]);
  });

  test('is said where data is removed', () => {
    expect(destructive({ removeData: true })).toEqual([
      'Removes all that is stored in Redis, and its configuration.',
      'Removes all that is stored in Redis: /var/lib/redis.',
      'Removes Redis’s logs: /var/log/redis.',
      'Removes Redis’s configuration: /etc/redis/redis.conf, and the copies of it that Milepost kept.',
    ]);
  });
});

test('the form offers to generate the password, and shows units', () => {
  const form = Object.fromEntries(inputForm(redis).map((field) => [field.name, field]));
  expect(form.password).toMatchObject({ type: 'secret', required: true, generate: { length: 32 } });
  expect(form.memoryMb).toMatchObject({ type: 'number', unit: 'MB', default: 256 });
  expect(inputForm(redis, 'uninstall')).toMatchObject([
    { name: 'removeData', type: 'boolean', default: false },
  ]);
});

test('the record holds the input, with a mask for the password', () => {
  const parsed = parseInput(redis, { password: PASSWORD });
  if (!parsed.ok) throw new Error('refused');
  const plan = compile({
    definition: redis,
    operation: 'install',
    input: parsed.input,
    server: factsOf('debian-12'),
  });
  expect(plan.record.configuration).toEqual({
    ...{ port: 6379, listen: 'loopback', addresses: [], memoryMb: 256, eviction: 'noeviction' },
    ...{ password: '‹password›', persistence: 'keep', replaceEdited: false },
  });
});

test('the ids of its milestones are permanent', () => {
  const idsOf = (operation: string) =>
    operationSteps({
      definition: redis,
      operation,
      input: defaultInput(redis),
      server: factsOf('debian-12'),
    }).map(({ id }) => id);
  expect(idsOf('install')).toEqual([
    'check_system',
    'refresh_package_lists',
    'install_software',
    'configure_service',
    'start_service',
    'verify_installation',
  ]);
  expect(idsOf('update')).toEqual([
    'check_system',
    'refresh_package_lists',
    'update_software',
    'start_service',
    'verify_installation',
  ]);
  expect(idsOf('uninstall')).toEqual([
    'check_system',
    'stop_service',
    'remove_packages',
    'clean_up',
    'complete_uninstallation',
  ]);
});

test('a Redis that stores its data elsewhere would lose sight of it where its settings are replaced', () => {
  const { discovered } = parseFacts(redis, defaultInput(redis), { 'discovered.places': '/mnt/redis\n' });
  const outOfSight = (persistence: string) =>
    dataOutOfSight(redis.data, discovered, { ...defaultInput(redis), persistence });
  expect(outOfSight('keep')).toEqual([]);
  expect(outOfSight('replace')).toEqual(['/mnt/redis']);
});
