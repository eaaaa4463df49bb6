import { expect, test } from 'vitest';
import { testPlans, testRefusals } from '../../dsl/testing/table';
import valkey from './valkey';

const PASSWORD = 'correct-horse-battery-staple';
const NAMES = 'valkey-server valkey valkey-tools';
const started = {
  'Starting Valkey': ['systemctl enable valkey-server && systemctl restart valkey-server'],
  'Verifying installation': ['valkey-cli -p 6400: AUTH ‹password›, PING', 'valkey-cli -p 6400: PING'],
};
const gone = {
  'Verifying removal': ['dpkg-query -W valkey-server', 'processes of valkey-server.service'],
};

testPlans(valkey, [
  {
    name: 'installing',
    kind: 'install',
    input: { port: 6400, password: PASSWORD },
    plan: {
      'Checking the system': [
        ...['who listens on port 6400', 'dpkg --audit', 'df', 'apt-get -s install valkey-server'],
        ...['systemctl show -P ExecStart valkey-server', 'look for edits of /etc/valkey/valkey.conf'],
      ],
      'Refreshing package lists': ['apt-get update'],
      'Installing Valkey': ['apt-get install --no-install-recommends valkey-server'],
      'Configuring Valkey': [
        [
          'write /etc/valkey/valkey.conf (0640 valkey:valkey)',
          '# Written by Milepost. It asks before it replaces what was changed here by hand.',
          ...['bind 127.0.0.1', 'port 6400', 'requirepass "‹password›"', 'maxmemory 256mb'],
          ...['maxmemory-policy noeviction', 'logfile /var/log/valkey/valkey-server.log'],
          ...['pidfile /run/valkey/valkey-server.pid', 'daemonize yes', 'dir /var/lib/valkey'],
          '# Where a Valkey that is there stores its data stays so: dir, dbfilename, appendonly, appendfilename, appenddirname, save, databases, loadmodule, rename-command.',
          '',
        ].join('\n'),
      ],
      ...started,
    },
  },
  {
    name: 'updating',
    kind: 'update',
    input: {},
    installed: { port: 6400, password: PASSWORD },
    plan: {
      'Checking the system': ['dpkg --audit', 'apt-get -s install --only-upgrade valkey-server'],
      'Refreshing package lists': ['apt-get update'],
      'Updating Valkey': ['apt-get install --only-upgrade valkey-server'],
      ...started,
    },
  },
  {
    name: 'uninstalling keeps data and configuration',
    kind: 'uninstall',
    input: {},
    plan: {
      'Checking the system': [`apt-get -s remove ${NAMES}`],
      'Stopping Valkey': ['systemctl disable --now valkey-server'],
      'Removing Valkey': [`apt-get remove ${NAMES}`],
      'Cleaning up': ['put the former /etc/valkey/valkey.conf back'],
      ...gone,
    },
  },
  {
    name: 'uninstalling with its data',
    kind: 'uninstall',
    input: { removeData: true },
    plan: {
      'Checking the system': [`apt-get -s remove ${NAMES}`],
      'Stopping Valkey': ['systemctl disable --now valkey-server'],
      'Removing Valkey': [`apt-get purge ${NAMES}`],
      'Removing data': ['/var/lib/valkey', '/var/log/valkey', '/etc/valkey/valkey.conf'].map(
        (path) => `rm -rf --one-file-system -- ${path}`,
      ),
      ...gone,
    },
  },
]);

testRefusals(valkey, [
  { input: { password: 'short' }, messages: { password: 'Password must be at least 16 characters long.' } },
]);

test('Valkey is offered where the distribution has it', () => {
  expect(valkey.supports).toEqual(['debian-13']);
});
