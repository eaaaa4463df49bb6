import { describe, expect, test } from 'vitest';
import { compile } from '../../dsl/compile';
import { parseInput } from '../../dsl/input';
import { factsOf } from '../../dsl/conformance/samples';
import { testPlans, testRefusals } from '../../dsl/testing/table';
import phpFpm from './php-fpm';

const NOTE = '; Written by Milepost. It asks before it replaces what was changed here by hand.';
const FILES = [
  '/etc/php/8.4/fpm/conf.d/90-milepost.ini',
  '/etc/php/8.4/cli/conf.d/90-milepost.ini',
  '/etc/php/8.4/fpm/pool.d/zz-milepost.conf',
] as const;
const EDITS = FILES.map((path) => `look for edits of ${path}`);
const written = (ini: readonly string[], pool: readonly string[]) =>
  [ini, ini, ['[www]', ...pool]].map((lines, index) =>
    [`write ${FILES[index]} (0644 root:root)`, NOTE, ...lines, ''].join('\n'),
  );
const INI = ['memory_limit = 128M', 'upload_max_filesize = 64M', 'post_max_size = 72M'];
const FIVE = ['pm = dynamic', 'pm.max_children = 5'].concat(
  ['pm.start_servers = 2', 'pm.min_spare_servers = 1', 'pm.max_spare_servers = 3'], // as Debian has them
);

const INSTALLED = { version: '8.4', extensions: ['curl', 'xml'] };
const ended = {
  'Starting PHP 8.4': ['systemctl enable php8.4-fpm && systemctl reload-or-restart php8.4-fpm'],
  'Verifying installation': ['run PHP on /run/php/php8.4-fpm.sock'],
};
const removed = {
  'Checking the system': ['apt-get -s remove php8.4-fpm php8.4-*'],
  'Stopping PHP 8.4': ['systemctl disable --now php8.4-fpm'],
};
const gone = { 'Verifying removal': ['dpkg-query -W php8.4-fpm', 'processes of php8.4-fpm.service'] };

testPlans(phpFpm, [
  {
    name: 'installing',
    kind: 'install',
    input: { version: '8.4' },
    plan: {
      'Checking the system': [
        'grep listen /etc/php/8.4/fpm/pool.d/*.conf',
        'dpkg --audit',
        'df',
        'apt-get -s install php8.4-fpm php8.4-cli php8.4-curl php8.4-mbstring php8.4-xml php8.4-zip',
        ...EDITS,
      ],
      'Refreshing package lists': ['apt-get update'],
      'Installing PHP 8.4': [
        'apt-get install --no-install-recommends php8.4-fpm php8.4-cli php8.4-curl php8.4-mbstring php8.4-xml php8.4-zip',
      ],
      'Configuring PHP 8.4': [...written(INI, FIVE), 'php-fpm8.4 --test'],
      ...ended,
    },
  },
  {
    name: 'other settings, and extensions that come and go',
    kind: 'install',
    input: {
      ...{ version: '8.4', extensions: ['curl', 'zip'], memoryLimitMb: 256, uploadMb: 1 },
      ...{ processManager: 'static', workers: 12 },
      settings: ['max_execution_time = 60', 'error_reporting=E_ALL & ~E_NOTICE'],
    },
    installed: INSTALLED,
    plan: {
      'Checking the system': [
        'grep listen /etc/php/8.4/fpm/pool.d/*.conf',
        'dpkg --audit',
        'df',
        'apt-get -s install php8.4-fpm php8.4-cli php8.4-curl php8.4-zip',
        'apt-get -s remove php8.4-xml',
        ...EDITS,
      ],
      'Refreshing package lists': ['apt-get update'],
      'Installing PHP 8.4': [
        'apt-get install --no-install-recommends php8.4-fpm php8.4-cli php8.4-curl php8.4-zip',
      ],
      'Removing extensions that are no longer wanted': ['apt-get remove php8.4-xml'],
      'Configuring PHP 8.4': [
        ...written(
          [
            ...['memory_limit = 256M', 'upload_max_filesize = 1M', 'post_max_size = 9M'],
            ...['max_execution_time = 60', 'error_reporting=E_ALL & ~E_NOTICE'],
          ],
          ['pm = static', 'pm.max_children = 12'],
        ),
        'php-fpm8.4 --test',
      ],
      ...ended,
    },
  },
  {
    name: 'updating',
    kind: 'update',
    input: {},
    installed: INSTALLED,
    plan: {
      'Checking the system': [
        'dpkg --audit',
        'apt-get -s install --only-upgrade php8.4-fpm php8.4-cli php8.4-curl php8.4-xml',
      ],
      'Refreshing package lists': ['apt-get update'],
      'Updating PHP 8.4': ['apt-get install --only-upgrade php8.4-fpm php8.4-cli php8.4-curl php8.4-xml'],
      'Configuring PHP 8.4': ['php-fpm8.4 --test'],
      ...ended,
    },
  },
  {
    name: 'reloading',
    kind: 'reload',
    input: {},
    installed: INSTALLED,
    plan: {
      'Checking the system': ['php-fpm8.4 --test'],
      'Reloading PHP 8.4': ['systemctl reload php8.4-fpm'],
    },
  },
  {
    name: 'uninstalling keeps the configuration',
    kind: 'uninstall',
    input: {},
    installed: INSTALLED,
    plan: {
      ...removed,
      'Removing PHP 8.4': ['apt-get remove php8.4-fpm php8.4-*'],
      'Cleaning up': FILES.map((path) => `put the former ${path} back`),
      ...gone,
    },
  },
  {
    name: 'uninstalling with the configuration',
    kind: 'uninstall',
    input: { removeData: true },
    installed: INSTALLED,
    plan: {
      ...removed,
      'Removing PHP 8.4': ['apt-get purge php8.4-fpm php8.4-*'],
      'Removing data': [
        'rm -rf --one-file-system -- /etc/php/8.4',
        'rm -rf --one-file-system -- /var/log/php8.4-fpm.log',
      ],
      ...gone,
    },
  },
]);

const SETTING =
  'Further settings are lines such as “max_execution_time = 60”. What has a field of its own, and extensions, are chosen there.';
testRefusals(phpFpm, [
  {
    input: { version: '8.4; id', extensions: ['curl', '../x'], memoryLimitMb: 1, uploadMb: 0, workers: 0 },
    messages: {
      version: 'Version must be two numbers, such as 8.4.',
      'extensions.1': expect.stringMatching(/^Extensions must be one of amqp, .*, zip\.$/) as string,
      memoryLimitMb: 'Memory limit must be at least 16.',
      uploadMb: 'Largest upload must be at least 1.',
      workers: 'Most worker processes must be at least 1.',
    },
  },
  {
    input: {
      version: '8.4',
      settings: ['memory_limit = 1G', '[PATH=/srv]', 'extension=x.so', 'x', 'a = 1\nb'],
    },
    messages: {
      'settings.0': SETTING,
      'settings.1': SETTING,
      'settings.2': SETTING,
      'settings.3': SETTING,
      'settings.4': 'Setting must be one line.',
    },
  },
  { input: {}, messages: { version: 'Version is required.' } },
]);

const planOf = (input: Record<string, unknown>, facts: Record<string, string[]> = { packaged: [] }) => {
  const parsed = parseInput(phpFpm, { version: '8.2', ...input });
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.issues));
  const server = factsOf('debian-12');
  return compile({
    ...{ definition: phpFpm, operation: 'install', input: parsed.input, server, facts, discovered: {} },
  });
};

test('an extension that the server does not offer is refused by the name of its package', () => {
  const labels = planOf({ extensions: ['curl', 'redis'] }, { packaged: ['php8.2-curl'] })
    .milestones[0]?.states.map(({ label }) => label)
    .filter((label) => label.startsWith('Not possible'));
  expect(labels).toEqual(['Not possible: There is no package php8.2-redis for this server']);
});

describe('the numbers of a dynamic pool', () => {
  test.each([
    [1, [1, 1, 1]],
    [2, [1, 1, 1]],
    [5, [2, 1, 3]],
    [50, [20, 10, 30]],
    [1000, [400, 200, 600]],
  ])('a pool of at most %i processes starts %j: first, at least idle, at most idle', (workers, numbers) => {
    const { milestones } = planOf({ workers });
    const pool = milestones
      .flatMap(({ states }) => states)
      .find(({ id }) => id === 'content_etc_php_8_2_fpm_pool_d_zz_milepost_conf')?.apply.display;
    const found = ['start_servers', 'min_spare_servers', 'max_spare_servers'].map((name) =>
      Number(new RegExp(`^pm\\.${name} = (\\d+)$`, 'm').exec(pool ?? '')?.[1]),
    );
    expect(found).toEqual(numbers);
    expect(pool).toContain(`pm.max_children = ${workers}\n`);
  });
});

test('a reload need not start a process where processes are started on demand', () => {
  const ways = (['dynamic', 'static', 'ondemand'] as const).map(
    (processManager) => phpFpm.services({ version: '8.2', processManager })[0]?.reloadStartsProcesses,
  );
  expect(ways).toEqual([true, true, false]);
});
