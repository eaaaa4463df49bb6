import { expect, test } from 'vitest';
import { compile } from '../../dsl/compile';
import { factsOf } from '../../dsl/conformance/samples';
import { parseInput } from '../../dsl/input';
import { testPlans, testRefusals } from '../../dsl/testing/table';
import postfix from './postfix';

const CANARY = 'canary-correct-horse';
const INPUT = {
  ...{ relay: 'smtp.example.org', user: 'web-1@example.org', password: CANARY },
  ...{ sender: 'web-1@example.org', administrator: 'ada@example.com' },
};
const PACKAGES = 'postfix libsasl2-modules ca-certificates';
const local = (address: string) => `inline:{ { @localhost = ${address} }, { @$myhostname = ${address} } }`;
const settings = (changed: Record<string, string> = {}) =>
  Object.entries({
    relayhost: '[smtp.example.org]:587',
    smtp_host_lookup: 'native',
    inet_interfaces: 'loopback-only',
    mydestination: '',
    myorigin: 'localhost',
    smtp_sasl_auth_enable: 'yes',
    smtp_sasl_password_maps: 'hash:/etc/postfix/sasl_passwd',
    smtp_sasl_security_options: 'noanonymous',
    smtp_sasl_tls_security_options: 'noanonymous',
    smtp_tls_security_level: 'secure',
    smtp_tls_wrappermode: 'no',
    smtp_tls_CAfile: '/etc/ssl/certs/ca-certificates.crt',
    sender_canonical_classes: 'envelope_sender, header_sender',
    sender_canonical_maps: 'regexp:/etc/postfix/milepost-senders',
    virtual_alias_domains: 'localhost, $myhostname',
    virtual_alias_maps: local('ada@example.com'),
    ...changed,
  }).map(([name, value]) => `${name} = ${value}`.trim());
const written = (relay: string) =>
  [
    'write /etc/postfix/sasl_passwd (0600 root:root)',
    '# Written by Milepost.',
    `${relay} web-1@example.org:‹password›`,
    '',
  ].join('\n');
const senders = (pattern: string) =>
  [
    'write /etc/postfix/milepost-senders (0644 root:root)',
    ...['# Written by Milepost.', 'if !/^double-bounce@/', `${pattern} web-1@example.org`, 'endif', ''],
  ].join('\n');
const ended = {
  'Starting Postfix': ['systemctl enable postfix && systemctl restart postfix'],
  'Verifying installation': ['connect to 127.0.0.1:25', 'postfix status, postconf -h relayhost, ss -ltn'],
};
const installed = (relay: string, pattern: string, changed: Record<string, string> = {}) => ({
  'Checking the system': [
    'who listens on port 25',
    'postconf -n virtual_mailbox_domains virtual_alias_domains relay_domains',
    ...[
      'dpkg --audit',
      'df',
      `apt-get -s install ${PACKAGES}`,
      'look for edits of /etc/postfix/milepost-senders',
      'look for edits of /etc/postfix/sasl_passwd',
    ],
  ],
  'Refreshing package lists': ['apt-get update'],
  'Installing Postfix': [
    'debconf-set-selections: postfix/main_mailer_type is “Satellite system”',
    `apt-get install --no-install-recommends ${PACKAGES}`,
  ],
  'Configuring Postfix': [
    ...[senders(pattern), written(relay), 'postmap hash:/etc/postfix/sasl_passwd'],
    ...[['postconf -e', ...settings(changed)].join('\n'), 'postfix check'],
  ],
  ...ended,
});
const PASSWORDS = [
  '/etc/postfix/milepost-senders',
  '/etc/postfix/sasl_passwd',
  '/etc/postfix/sasl_passwd.db',
].map((path) => `rm -rf --one-file-system -- ${path}`);
const stopped = {
  'Checking the system': ['apt-get -s remove postfix'],
  'Stopping Postfix': ['systemctl disable --now postfix'],
};
const gone = { 'Verifying removal': ['dpkg-query -W postfix', 'processes of postfix.service'] };

testPlans(postfix, [
  {
    name: 'installing',
    kind: 'install',
    input: INPUT,
    plan: installed('[smtp.example.org]:587', '/^[^@"]/'),
  },
  {
    ...{ name: 'another port, and senders of applications', kind: 'install', installed: INPUT },
    input: { ...INPUT, port: 465, tls: 'wrapper', rewrite: 'local' },
    plan: installed('[smtp.example.org]:465', '/^[^@"]+@localhost$/', {
      ...{ relayhost: '[smtp.example.org]:465', smtp_tls_wrappermode: 'yes' },
    }),
  },
  {
    ...{ name: 'updating', kind: 'update', input: {}, installed: INPUT },
    plan: {
      'Checking the system': ['dpkg --audit', `apt-get -s install --only-upgrade ${PACKAGES}`],
      'Refreshing package lists': ['apt-get update'],
      'Updating Postfix': [`apt-get install --only-upgrade ${PACKAGES}`],
      'Configuring Postfix': ['postfix check'],
      ...ended,
    },
  },
  {
    ...{ name: 'restarting', kind: 'restart', input: {}, installed: INPUT },
    plan: {
      'Checking the system': ['postfix check'],
      'Restarting Postfix': ['systemctl restart postfix'],
      'Verifying installation': ['systemctl is-active postfix, for 2 s'],
    },
  },
  {
    ...{ name: 'uninstalling keeps waiting mail', kind: 'uninstall', input: {}, installed: INPUT },
    plan: {
      ...stopped,
      'Removing Postfix': ['apt-get remove postfix'],
      'Cleaning up': ['put the former /etc/postfix/main.cf back', ...PASSWORDS],
      ...gone,
    },
  },
  {
    ...{ name: 'uninstalling with waiting mail', kind: 'uninstall', input: { removeData: true } },
    installed: INPUT,
    plan: {
      ...stopped,
      'Backing up waiting mail': ['tar -czf /var/backups/postfix/queue-‹time›.tar.gz /var/spool/postfix'],
      'Removing Postfix': ['apt-get purge postfix'],
      'Removing data': [
        'rm -rf --one-file-system -- /var/spool/postfix',
        'rm -rf --one-file-system -- /etc/postfix/main.cf',
      ],
      'Cleaning up': PASSWORDS,
      ...gone,
    },
  },
]);

const RELAY = 'Relay must be the name of a mail server, such as smtp.example.org.';
const USER = 'User may hold neither blanks nor colons.';
testRefusals(postfix, [
  ...['$(id)', 'a b.example', '[smtp.example.org]', '-x.example', 'smtp'].map((relay) => ({
    input: { ...INPUT, relay },
    messages: { relay: RELAY },
  })),
  ...['a:b', 'a b'].map((user) => ({ input: { ...INPUT, user }, messages: { user: USER } })),
  {
    input: { ...INPUT, sender: 'x, y@example.org', administrator: 'a}@example.org', password: 'a b' },
    messages: {
      sender: 'Sender must be an email address, such as ada@example.com.',
      administrator: 'Mail for root must be an email address, such as ada@example.com.',
      password: 'Password may hold letters, digits and punctuation, but no spaces.',
    },
  },
  {
    input: {},
    messages: {
      relay: 'Relay is required.',
      user: 'User is required.',
      password: 'Password is required.',
      sender: 'Sender is required.',
      administrator: 'Mail for root is required.',
    },
  },
]);

test('the password is in no plan', () => {
  const parsed = parseInput(postfix, INPUT);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.issues));
  for (const operation of ['install', 'update', 'uninstall']) {
    const plan = compile({
      ...{ definition: postfix, operation, input: parsed.input, server: factsOf('debian-13') },
      ...(operation === 'uninstall' && { options: { removeData: true } }),
    });
    expect(plan.milestones.length).toBeGreaterThan(3);
    expect(JSON.stringify(plan)).not.toContain('canary');
  }
});
