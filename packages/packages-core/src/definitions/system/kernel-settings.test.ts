import { testPlans, testRefusals } from '../../dsl/testing/table';
import kernelSettings from './kernel-settings';

const KERNEL = '/etc/sysctl.d/99-zz-milepost.conf';
const LIMITS = '/etc/security/limits.d/99-milepost.conf';
const NOTE = '# Written by Milepost. It asks before it replaces what was changed here by hand.';
const written = (path: string, ...lines: string[]) =>
  [`write ${path} (0644 root:root)`, NOTE, ...lines, ''].join('\n');

const INSTALLED = {
  settings: ['net.core.somaxconn = 4096', 'net.ipv4.tcp_rmem=4096 131072 6291456'],
  limits: ['www-data hard nofile 65536', '@staff - nproc 100'],
};
const LIMITS_CHECK = 'getent passwd; getent group; sysctl -n fs.nr_open';
const SETTINGS_CHECK = 'look into /proc/sys and sysctl.d';

testPlans(kernelSettings, [
  {
    name: 'setting',
    kind: 'install',
    input: INSTALLED,
    plan: {
      'Checking the system': [
        SETTINGS_CHECK,
        LIMITS_CHECK,
        `look for edits of ${KERNEL}`,
        `look for edits of ${LIMITS}`,
      ],
      'Applying kernel settings': [
        'sysctl -w net.core.somaxconn=4096\nsysctl -w net.ipv4.tcp_rmem=4096 131072 6291456',
        written(KERNEL, 'net.core.somaxconn = 4096', 'net.ipv4.tcp_rmem = 4096 131072 6291456'),
      ],
      'Applying limits': [written(LIMITS, ...INSTALLED.limits)],
      'Verifying installation': [
        'sysctl -n net.core.somaxconn net.ipv4.tcp_rmem',
        'read /proc/self/limits in new sessions',
      ],
    },
  },
  {
    name: 'other settings: what is no longer wanted is put back',
    kind: 'install',
    input: { settings: ['net.core.somaxconn = 1024'] },
    installed: INSTALLED,
    plan: {
      'Checking the system': [SETTINGS_CHECK, `look for edits of ${KERNEL}`],
      'Applying kernel settings': [
        'sysctl -w net.ipv4.tcp_rmem as it was before',
        'sysctl -w net.core.somaxconn=1024',
        written(KERNEL, 'net.core.somaxconn = 1024'),
      ],
      'Applying limits': [`put the former ${LIMITS} back, or remove it`],
      'Verifying installation': ['sysctl -n net.core.somaxconn'],
    },
  },
  {
    name: 'limits alone',
    kind: 'install',
    input: { limits: ['* soft core 0'] },
    installed: INSTALLED,
    plan: {
      'Checking the system': [LIMITS_CHECK, `look for edits of ${LIMITS}`],
      'Applying kernel settings': [
        'sysctl -w net.core.somaxconn as it was before\nsysctl -w net.ipv4.tcp_rmem as it was before',
        `put the former ${KERNEL} back, or remove it`,
      ],
      'Applying limits': [written(LIMITS, '* soft core 0')],
      'Verifying installation': ['read /proc/self/limits in new sessions'],
    },
  },
  {
    name: 'resetting',
    kind: 'uninstall',
    input: {},
    installed: INSTALLED,
    plan: {
      'Cleaning up': [
        `put the former ${LIMITS} back, or remove it`,
        `put the former ${KERNEL} back, or remove it`,
        'sysctl -w net.core.somaxconn as it was before\nsysctl -w net.ipv4.tcp_rmem as it was before',
      ],
      'Verifying removal': [
        `look for a copy of the former ${LIMITS}`,
        `look for a copy of the former ${KERNEL}`,
      ],
    },
  },
]);

const SETTING =
  'Kernel settings are lines such as “net.core.somaxconn = 4096”, with one blank between numbers.';
const LIMIT =
  'Limits are lines such as “www-data hard nofile 65536”: a user, @group or *; soft, hard or -; what is limited; a number.';
testRefusals(kernelSettings, [
  {
    input: {
      settings: ['vm.swappiness', '-vm.swappiness=1', 'net.*.x=1', '../etc=1', 'vm.a=1  2', 'vm.a=1\nvm.b=2'],
      limits: ['* hard nofile unlimited', 'a hard nproc 1; id', '# x', '$(id) - core 0', 'a hard colors 1'],
    },
    messages: {
      ...Object.fromEntries([0, 1, 2, 3, 4].map((at) => [`settings.${at}`, SETTING])),
      'settings.5': 'Setting must be one line.',
      ...Object.fromEntries([0, 1, 2, 3, 4].map((at) => [`limits.${at}`, LIMIT])),
    },
  },
]);
