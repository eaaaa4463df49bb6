import { expect, test } from 'vitest';
import { testPlans, testRefusals } from '../../dsl/testing/table';
import unattendedUpgrades from './unattended-upgrades';

const FILE = '/etc/apt/apt.conf.d/52-milepost-unattended-upgrades';
const NAME = 'unattended-upgrades';
const written = (...lines: string[]) =>
  [
    `write ${FILE} (0644 root:root)`,
    '// Written by Milepost. It asks before it replaces what was changed here by hand.',
    '#clear Unattended-Upgrade::Origins-Pattern;',
    '#clear Unattended-Upgrade::Allowed-Origins;',
    ...lines,
    '',
  ].join('\n');
const EVERY_DAY = ['APT::Periodic::Update-Package-Lists "1";', 'APT::Periodic::Unattended-Upgrade "1";'];
const from = (pattern: string) => `Unattended-Upgrade::Origins-Pattern:: "${pattern}";`;

const CHECKS = ['dpkg --audit', 'df', `apt-get -s install ${NAME}`, `look for edits of ${FILE}`];
const INSTALLED = {
  'Refreshing package lists': ['apt-get update'],
  'Installing unattended-upgrades': [`apt-get install --no-install-recommends ${NAME}`],
};
const STARTED = {
  'Starting the timers of apt': ['apt-daily.timer', 'apt-daily-upgrade.timer'].map(
    (timer) => `systemctl enable ${timer} && systemctl restart ${timer}`,
  ),
  'Verifying installation': ['unattended-upgrade --dry-run'],
};
const TIMERS = 'systemctl show -P UnitFileState apt-daily.timer apt-daily-upgrade.timer';

testPlans(unattendedUpgrades, [
  ...['debian-12', 'debian-13'].map((system) => ({
    ...{ name: 'security updates of Debian', kind: 'install', input: {}, system },
    plan: {
      'Checking the system': [TIMERS, ...CHECKS],
      ...INSTALLED,
      'Configuring upgrades': [
        written(
          from('origin=Debian,codename=${distro_codename}-security,label=Debian-Security'),
          ...EVERY_DAY,
          'Unattended-Upgrade::Automatic-Reboot "false";',
          'Unattended-Upgrade::Remove-Unused-Dependencies "false";',
        ),
        'apt-config dump',
      ],
      ...STARTED,
    },
  })),
  {
    ...{ name: 'all updates of Ubuntu', kind: 'install', system: 'ubuntu-24.04' },
    input: { updates: 'distribution' },
    plan: {
      'Checking the system': [TIMERS, ...CHECKS],
      ...INSTALLED,
      'Configuring upgrades': [
        written(
          from('origin=Ubuntu,archive=${distro_codename}'),
          from('origin=Ubuntu,archive=${distro_codename}-security'),
          from('origin=Ubuntu,archive=${distro_codename}-updates'),
          ...EVERY_DAY,
          'Unattended-Upgrade::Automatic-Reboot "false";',
          'Unattended-Upgrade::Remove-Unused-Dependencies "false";',
        ),
        'apt-config dump',
      ],
      ...STARTED,
    },
  },
  {
    name: 'every repository, with a reboot, mail, and packages that are left out',
    kind: 'install',
    input: {
      ...{ updates: 'all', never: ['libstdc++6', 'linux-*'], reboot: true, rebootTime: '03:30' },
      ...{ mail: 'ada@example.com', unused: true },
    },
    installed: {},
    plan: {
      'Checking the system': [TIMERS, 'look for mail and sendmail', ...CHECKS],
      ...INSTALLED,
      'Configuring upgrades': [
        written(
          from('origin=*'),
          'Unattended-Upgrade::Package-Blacklist:: "libstdc\\+\\+6$";',
          'Unattended-Upgrade::Package-Blacklist:: "linux-";',
          ...EVERY_DAY,
          'Unattended-Upgrade::Automatic-Reboot "true";',
          'Unattended-Upgrade::Automatic-Reboot-WithUsers "true";',
          'Unattended-Upgrade::Automatic-Reboot-Time "03:30";',
          'Unattended-Upgrade::Mail "ada@example.com";',
          'Unattended-Upgrade::MailReport "on-change";',
          'Unattended-Upgrade::Remove-Unused-Dependencies "true";',
        ),
        'apt-config dump',
      ],
      ...STARTED,
    },
  },
  {
    ...{ name: 'updating', kind: 'update', input: {} },
    plan: {
      'Checking the system': ['dpkg --audit', `apt-get -s install --only-upgrade ${NAME}`],
      'Refreshing package lists': ['apt-get update'],
      'Updating unattended-upgrades': [`apt-get install --only-upgrade ${NAME}`],
      'Verifying installation': ['unattended-upgrade --dry-run'],
    },
  },
  {
    ...{ name: 'upgrading now', kind: 'upgrade_now', input: {} },
    plan: { 'Running the upgrade': ['unattended-upgrade -v'] },
  },
  {
    ...{ name: 'uninstalling keeps the log', kind: 'uninstall', input: {} },
    plan: {
      'Checking the system': [`apt-get -s remove ${NAME}`],
      'Removing unattended-upgrades': [`apt-get remove ${NAME}`],
      'Cleaning up': [`put the former ${FILE} back, or remove it`],
      'Verifying removal': [`look for a copy of the former ${FILE}`, `dpkg-query -W ${NAME}`],
    },
  },
  {
    ...{ name: 'uninstalling with configuration and log', kind: 'uninstall', input: { removeData: true } },
    plan: {
      'Checking the system': [`apt-get -s remove ${NAME}`],
      'Removing unattended-upgrades': [`apt-get purge ${NAME}`],
      'Removing data': ['rm -rf --one-file-system -- /var/log/unattended-upgrades'],
      'Cleaning up': [`put the former ${FILE} back, or remove it`],
      'Verifying removal': [`look for a copy of the former ${FILE}`, `dpkg-query -W ${NAME}`],
    },
  },
]);

testRefusals(unattendedUpgrades, [
  {
    input: {
      ...{ never: ['a"; DPkg::Pre-Invoke {"id"}', '.*', 'a*b'], reboot: true, rebootTime: 'now' },
      mail: 'root"; x "y',
    },
    messages: {
      ...Object.fromEntries(
        [0, 1, 2].map((at) => [
          `never.${at}`,
          'Packages are named as by apt; a * at the end stands for any ending.',
        ]),
      ),
      rebootTime: 'Time of the reboot must be a time of day, such as 04:00.',
      mail: 'Mail to must be an email address, such as ada@example.com, or a user of the server.',
    },
  },
]);

test('the settings of a server that has it already are those that apt has', () => {
  const { reboot, rebootTime, mail, unused } = unattendedUpgrades.foundSettings({});
  const dumped = (name: string, value: string) => `Unattended-Upgrade::${name} "${value}";\n`;
  expect([
    ...[reboot?.parse(dumped('Automatic-Reboot', 'true')), reboot?.parse('')],
    rebootTime?.parse(dumped('Automatic-Reboot-Time', '02:00')),
    rebootTime?.parse(dumped('Automatic-Reboot-Time', 'now')),
    ...[mail?.parse(dumped('Mail', 'root')), mail?.parse('')],
    unused?.parse(dumped('Remove-Unused-Dependencies', 'false')),
  ]).toEqual([true, false, '02:00', null, 'root', null, false]);
});
