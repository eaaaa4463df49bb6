import { testPlans, testRefusals } from '../../dsl/testing/table';
import swapFile from './swap-file';

const NOTE = '# Written by Milepost. It asks before it replaces what was changed here by hand.';
const KERNEL = '/etc/sysctl.d/99-zz-milepost-swap.conf';
const unitOf = (path: string, unit: string) =>
  [
    ...[
      `write /etc/systemd/system/${unit} (0644 root:root)`,
      NOTE,
      '[Unit]',
      `Description=Swap file ${path}`,
    ],
    ...['', '[Swap]', `What=${path}`, '', '[Install]', 'WantedBy=swap.target', ''],
    'systemctl daemon-reload',
  ].join('\n');
const POSSIBLE = (path: string) => `stat -f ${path}; df; systemd-detect-virt`;
const ROOM = 'compare /proc/swaps with /proc/meminfo';
const MADE = (path: string, megabytes: number) => `fallocate -l ${megabytes}M ${path}\nmkswap ${path}`;

testPlans(swapFile, [
  {
    ...{ name: 'creating', kind: 'install', input: {} },
    plan: {
      'Checking the system': [POSSIBLE('/swapfile'), ROOM],
      'Creating the swap file': [MADE('/swapfile', 1024), unitOf('/swapfile', 'swapfile.swap')],
      'Starting the swap file': ['systemctl enable swapfile.swap && systemctl restart swapfile.swap'],
      'Verifying installation': ['swapon --show'],
    },
  },
  {
    name: 'another size and path, with swappiness',
    kind: 'install',
    input: { megabytes: 2048, path: '/var/swap/one', setSwappiness: true },
    installed: {},
    plan: {
      'Checking the system': [
        POSSIBLE('/var/swap/one'),
        ROOM,
        ROOM,
        'look into /proc/sys and sysctl.d',
        `look for edits of ${KERNEL}`,
      ],
      'Creating the swap file': [MADE('/var/swap/one', 2048), unitOf('/var/swap/one', 'var-swap-one.swap')],
      'Starting the swap file': ['systemctl enable var-swap-one.swap && systemctl restart var-swap-one.swap'],
      'Stopping the former swap file': ['systemctl disable --now swapfile.swap'],
      'Removing the former swap file': [
        'swapoff /swapfile\nrm /swapfile',
        'put the former /etc/systemd/system/swapfile.swap back, or remove it\nsystemctl daemon-reload',
      ],
      'Applying swappiness': [
        'sysctl -w vm.swappiness=10',
        [`write ${KERNEL} (0644 root:root)`, NOTE, 'vm.swappiness = 10', ''].join('\n'),
      ],
      'Verifying installation': ['swapon --show', 'sysctl -n vm.swappiness'],
    },
  },
  {
    ...{ name: 'deleting', kind: 'uninstall', input: {} },
    plan: {
      'Checking the system': [ROOM],
      'Stopping the swap file': ['systemctl disable --now swapfile.swap'],
      'Removing the swap file': [
        'swapoff /swapfile\nrm /swapfile',
        'put the former /etc/systemd/system/swapfile.swap back, or remove it\nsystemctl daemon-reload',
      ],
      'Cleaning up': [
        `put the former ${KERNEL} back, or remove it`,
        'sysctl -w vm.swappiness as it was before',
      ],
      'Verifying removal': ['swapon --show'],
    },
  },
]);

const PATH = 'Path must be absolute, of letters, digits, dots and underscores, such as /swapfile.';
testRefusals(swapFile, [
  ...['swap', '/a-b', '/a b', '/../etc/passwd', '/$(id)', '/swap; id', '/a/'].map((path) => ({
    input: { path },
    messages: { path: PATH },
  })),
  { input: { megabytes: 1 }, messages: { megabytes: 'Size must be at least 64.' } },
]);
