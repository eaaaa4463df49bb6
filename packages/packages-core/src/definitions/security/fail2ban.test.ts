import { expect, test } from 'vitest';
import type { Json } from '../../dsl/facts/fact';
import { compile } from '../../dsl/compile';
import { factsOf } from '../../dsl/conformance/samples';
import { parseInput } from '../../dsl/input';
import { testPlans, testRefusals } from '../../dsl/testing/table';
import fail2ban from './fail2ban';

const FILE = '/etc/fail2ban/jail.d/zz-milepost.local';
const CONSOLE = { source: '192.0.2.1', address: '192.0.2.7', port: 22, interface: 'eth0' };
const FACTS = { console: CONSOLE, others: [], logs: [] };
const NOTE = '# Written by Milepost. It asks before it replaces what was changed here by hand.';
const DIRECTORIES = ['/etc/fail2ban', '/etc/fail2ban/jail.d'].map(
  (path) => `install -d -m 0755 -o root -g root ${path}`,
);
const PACKAGES = 'fail2ban python3-systemd nftables';
const written = (...lines: readonly string[]) =>
  [`write ${FILE} (0644 root:root)`, NOTE, ...lines, ''].join('\n');
const jail = (name: string, ignored: string, ...settings: readonly string[]) => [
  ...['', `[${name}]`, 'enabled = true', `backend = ${name === 'sshd' ? 'systemd' : 'auto'}`],
  ...['banaction = nftables[type=allports]', `ignoreip = ${ignored}`, ...settings],
];
const asked = ['fail2ban-client status', 'fail2ban-client get sshd bantime'].join('\n');
const exempt = 'fail2ban-client -d: 192.0.2.1 in ignoreip';
const started = {
  'Starting Fail2ban': ['systemctl enable fail2ban && systemctl reload-or-restart fail2ban'],
  'Verifying installation': [asked],
};
const gone = {
  'Verifying removal': ['dpkg-query -W fail2ban', 'processes of fail2ban.service'],
};

testPlans(fail2ban, [
  {
    ...{ name: 'installing', kind: 'install', input: {}, facts: FACTS },
    plan: {
      'Checking the system': [
        ...['dpkg --audit', 'df', `apt-get -s install ${PACKAGES}`, `look for edits of ${FILE}`],
      ],
      'Configuring Fail2ban': [
        ...DIRECTORIES,
        written(
          ...['[DEFAULT]', 'ignoreip = 127.0.0.0/8 ::1 192.0.2.1'],
          ...jail(
            ...(['sshd', '127.0.0.0/8 ::1 192.0.2.1'] as const),
            ...['bantime = 60m', 'findtime = 10m', 'maxretry = 5'],
          ),
        ),
        ...[exempt, 'fail2ban-client -t'],
      ],
      'Refreshing package lists': ['apt-get update'],
      'Installing Fail2ban': [`apt-get install --no-install-recommends ${PACKAGES}`],
      ...started,
    },
  },
  {
    ...{ name: 'other jails, and addresses of others', kind: 'install', installed: {} },
    input: { jails: ['nginx-http-auth', 'recidive'], ignored: ['192.0.2.0/24'], banMinutes: 5 },
    facts: { ...FACTS, others: ['office.example.org'], logs: ['/var/log/nginx/*error.log'] },
    plan: {
      'Checking the system': [
        ...['dpkg --audit', 'df', `apt-get -s install ${PACKAGES}`, `look for edits of ${FILE}`],
      ],
      'Configuring Fail2ban': [
        ...DIRECTORIES,
        written(
          ...['[DEFAULT]', 'ignoreip = 127.0.0.0/8 ::1 192.0.2.0/24 office.example.org'],
          ...jail('recidive', '127.0.0.0/8 ::1 192.0.2.0/24 office.example.org'),
          ...jail(
            ...(['nginx-http-auth', '127.0.0.0/8 ::1 192.0.2.0/24 office.example.org'] as const),
            ...['bantime = 5m', 'findtime = 10m', 'maxretry = 5'],
          ),
          ...['', '[sshd]', 'enabled = false'],
        ),
        ...[exempt, 'fail2ban-client -t'],
      ],
      'Refreshing package lists': ['apt-get update'],
      'Installing Fail2ban': [`apt-get install --no-install-recommends ${PACKAGES}`],
      ...started,
      'Verifying installation': [
        [
          ...['fail2ban-client status', 'fail2ban-client get recidive bantime'],
          'fail2ban-client get nginx-http-auth bantime',
        ].join('\n'),
      ],
    },
  },
  {
    ...{ name: 'updating', kind: 'update', input: {}, facts: FACTS },
    plan: {
      'Checking the system': ['dpkg --audit', `apt-get -s install --only-upgrade ${PACKAGES}`],
      'Refreshing package lists': ['apt-get update'],
      'Updating Fail2ban': [`apt-get install --only-upgrade ${PACKAGES}`],
      'Configuring Fail2ban': ['fail2ban-client -t'],
      ...started,
    },
  },
  {
    ...{ name: 'reloading', kind: 'reload', input: {} },
    plan: {
      'Checking the system': ['fail2ban-client -t'],
      'Reloading Fail2ban': ['systemctl reload fail2ban'],
    },
  },
  {
    ...{ name: 'uninstalling keeps the configuration', kind: 'uninstall', input: {}, facts: FACTS },
    plan: {
      'Checking the system': ['apt-get -s remove fail2ban'],
      'Stopping Fail2ban': ['systemctl disable --now fail2ban'],
      'Removing Fail2ban': ['apt-get remove fail2ban'],
      'Cleaning up': [`put the former ${FILE} back`],
      ...gone,
    },
  },
  {
    ...{ name: 'uninstalling with bans', kind: 'uninstall', input: { removeData: true }, facts: FACTS },
    plan: {
      'Checking the system': ['apt-get -s remove fail2ban'],
      'Stopping Fail2ban': ['systemctl disable --now fail2ban'],
      'Removing Fail2ban': ['apt-get purge fail2ban'],
      'Removing data': ['/var/lib/fail2ban', '/var/log/fail2ban.log', FILE].map(
        (path) => `rm -rf --one-file-system -- ${path}`,
      ),
      ...gone,
    },
  },
]);

testRefusals(fail2ban, [
  {
    input: {
      ...{ jails: ['sshd', '../x'], banMinutes: 0, findMinutes: 0, retries: 0 },
      ignored: ['any', '10.1.2.3/8', '127.0.0.1\nbantime = 1', '$(id)', 'example.org'],
    },
    messages: {
      'jails.1': expect.stringMatching(/^Jails must be one of sshd, .*, apache-botsearch\.$/) as string,
      banMinutes: 'Ban time must be at least 1.',
      findMinutes: 'Find time must be at least 1.',
      retries: 'Failed attempts must be at least 1.',
      'ignored.0': 'Address must be an IP address, or a network such as 10.0.0.0/8.',
      'ignored.1': 'Address must be written as 10.0.0.0/8.',
      'ignored.2': 'Address must be an IP address, or a network such as 10.0.0.0/8.',
      'ignored.3': 'Address must be an IP address, or a network such as 10.0.0.0/8.',
      'ignored.4': 'Address must be an IP address, or a network such as 10.0.0.0/8.',
    },
  },
]);

const labelsOf = (input: Record<string, unknown>, facts: Record<string, Json>) => {
  const parsed = parseInput(fail2ban, input);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.issues));
  const server = factsOf('debian-12');
  return compile({
    ...{ definition: fail2ban, operation: 'install', input: parsed.input, server, facts, discovered: {} },
  }).milestones.flatMap(({ states }) => states.map(({ label }) => label));
};

test('a jail whose log is not on the server is refused', () => {
  const refused = labelsOf({ jails: ['sshd', 'apache-auth', 'recidive'] }, FACTS).filter((label) =>
    label.startsWith('Not possible'),
  );
  expect(refused).toEqual([
    'Not possible: The jail apache-auth reads /var/log/apache2/*error.log, which this server does not have. Install Apache first, or leave out the jail',
  ]);
});

test('nothing is done while it is not known where the console comes from', () => {
  const known = 'The address that the console comes from is known, so that it is never banned';
  expect(labelsOf({}, { ...FACTS, console: null })).toContain(known);
  expect(labelsOf({}, FACTS)).not.toContain(known);
  expect(labelsOf({}, FACTS)).toContain('Fail2ban runs sshd and does not ban 192.0.2.1');
});
