import { expect, test } from 'vitest';
import { compile } from '../../dsl/compile';
import { parseInput } from '../../dsl/input';
import { factsOf } from '../../dsl/conformance/samples';
import { testPlans, testRefusals } from '../../dsl/testing/table';
import certbot from './certbot';

const input = { email: 'ada@example.com', agree: true };
const HOOK = '/etc/letsencrypt/renewal-hooks/deploy/milepost-reload';
const PACKAGES = 'certbot python3-certbot python3-certbot-* python3-acme';
const STARTED = {
  'Starting the timer': ['systemctl enable certbot.timer && systemctl restart certbot.timer'],
  'Verifying installation': ['systemctl list-timers certbot.timer'],
};
const GONE = {
  'Cleaning up': [`put the former ${HOOK} back, or remove it`],
  'Verifying removal': ['dpkg-query -W certbot'],
};

testPlans(certbot, [
  {
    name: 'installing',
    kind: 'install',
    input: { ...input, reloads: ['nginx', 'dovecot'] },
    plan: {
      'Checking the system': [
        'dpkg --audit',
        'df',
        'apt-get -s install certbot',
        `look for edits of ${HOOK}`,
      ],
      'Refreshing package lists': ['apt-get update'],
      'Installing Certbot': ['apt-get install --no-install-recommends certbot'],
      'Configuring the reload after a renewal': [
        'install -d -m 0755 -o root -g root /etc/letsencrypt/renewal-hooks/deploy',
        [
          `write ${HOOK} (0755 root:root)`,
          '#!/bin/sh',
          '# Written by Milepost. It asks before it replaces what was changed here by hand.',
          'failed=0',
          'for unit in nginx dovecot; do',
          '  if systemctl is-active --quiet "$unit"; then systemctl reload-or-restart "$unit" || failed=1; fi',
          'done',
          'exit "$failed"',
          '',
        ].join('\n'),
      ],
      ...STARTED,
    },
  },
  {
    name: 'updating',
    kind: 'update',
    input: {},
    installed: input,
    plan: {
      'Checking the system': ['dpkg --audit', 'apt-get -s install --only-upgrade certbot'],
      'Refreshing package lists': ['apt-get update'],
      'Updating Certbot': ['apt-get install --only-upgrade certbot'],
      ...STARTED,
    },
  },
  {
    name: 'uninstalling keeps the certificates',
    kind: 'uninstall',
    input: {},
    installed: input,
    plan: {
      'Checking the system': [`apt-get -s remove ${PACKAGES}`],
      'Stopping the timer': ['systemctl disable --now certbot.timer'],
      'Removing Certbot': [`apt-get remove ${PACKAGES}`],
      ...GONE,
    },
  },
  {
    name: 'uninstalling with the certificates keeps a copy of them',
    kind: 'uninstall',
    input: { removeData: true },
    installed: input,
    plan: {
      'Checking the system': [
        'look for /etc/letsencrypt/live in the configuration of nginx and Apache',
        `apt-get -s remove ${PACKAGES}`,
      ],
      'Backing up the certificates': [
        'tar -czf /var/backups/milepost/letsencrypt-‹time›.tar.gz /etc/letsencrypt',
      ],
      'Stopping the timer': ['systemctl disable --now certbot.timer'],
      'Removing Certbot': [`apt-get purge ${PACKAGES}`],
      ...GONE,
    },
  },
]);

testRefusals(certbot, [
  {
    input: {
      ...{ email: 'ada', agree: 'yes', directory: 'http://acme.example/$(id)' },
      reloads: ['nginx; reboot'],
    },
    messages: {
      agree: 'I agree to the authority’s terms of service must be yes or no.',
      directory: 'ACME directory must be an address that begins with https://.',
      email: 'Email must be an email address, such as ada@example.com.',
      'reloads.0': 'Service must be the name of a systemd unit, such as nginx.',
    },
  },
]);

test('an install without agreement to the terms is refused', () => {
  const parsed = parseInput(certbot, { email: 'ada@example.com' });
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.issues));
  const plan = compile({
    ...{ definition: certbot, operation: 'install', input: parsed.input },
    server: factsOf('debian-12'),
  });
  expect(plan.milestones[0]?.states[0]?.label).toBe(
    'Not possible: The authority issues no certificates without agreement to its terms of service',
  );
});

test('an uninstall that removes the certificates names them', () => {
  const plan = compile({
    ...{ definition: certbot, operation: 'uninstall', options: { removeData: true }, input },
    server: factsOf('debian-13'),
  });
  const states = plan.milestones.flatMap((milestone) => milestone.states);
  expect(states.filter(({ destructive }) => destructive !== undefined)).toMatchObject([
    {
      destructive:
        'Removes /etc/letsencrypt with all certificates, their keys and the account, of which a copy is kept in /var/backups/milepost/letsencrypt-‹time›.tar.gz.',
      losses: { display: 'ls /etc/letsencrypt/renewal' },
    },
  ]);
});
