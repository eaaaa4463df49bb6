import { expect, test } from 'vitest';
import { compile } from '../../dsl/compile';
import { parseInput } from '../../dsl/input';
import { factsOf } from '../../dsl/conformance/samples';
import { testPlans, testRefusals } from '../../dsl/testing/table';
import systemUser from './system-user';

const RULES = '/etc/sudoers.d/user-deploy';
const SUDO = [`write ${RULES} (0440 root:root)`, ...['deploy ALL=(ALL:ALL) NOPASSWD: ALL', '']].join('\n');
const created = 'useradd --create-home --home-dir /home/deploy --shell /bin/bash deploy';
const joined = (name: string) => `groupadd ${name}\ngpasswd -a deploy ${name}`;
const installsSudo = {
  'Refreshing package lists': ['apt-get update'],
  'Installing sudo': ['apt-get install --no-install-recommends sudo'],
};
const checksSudo = ['dpkg --audit', 'df', 'apt-get -s install sudo'];

testPlans(systemUser, [
  {
    name: 'creating',
    kind: 'install',
    input: { name: 'deploy' },
    plan: {
      'Checking the system': ['getent passwd deploy'],
      'Creating the user deploy': [created],
      'Verifying installation': ['id deploy'],
    },
  },
  {
    name: 'with groups and sudo',
    kind: 'install',
    input: { name: 'deploy', groups: ['www-data', 'adm'], sudo: true },
    plan: {
      'Checking the system': ['getent passwd deploy', ...checksSudo],
      ...installsSudo,
      'Creating the user deploy': [created, joined('www-data'), joined('adm'), SUDO],
      'Verifying installation': ['id deploy; sudo -n true'],
    },
  },
  {
    name: 'fewer groups, another shell and no sudo',
    kind: 'install',
    input: { name: 'deploy', groups: ['adm'], shell: '/usr/sbin/nologin' },
    installed: { name: 'deploy', groups: ['www-data', 'adm'], sudo: true },
    plan: {
      'Creating the user deploy': [
        created.replace('/bin/bash', '/usr/sbin/nologin'),
        joined('adm'),
        'gpasswd -d deploy www-data',
        `put the former ${RULES} back, or remove it`,
      ],
      'Verifying installation': ['id deploy'],
    },
  },
  {
    name: 'deleting keeps the home',
    kind: 'uninstall',
    input: {},
    installed: { name: 'deploy' },
    plan: {
      'Checking the system': ['ps -u deploy'],
      'Removing user deploy': [`put the former ${RULES} back, or remove it`, 'userdel deploy'],
      'Verifying removal': ['getent passwd deploy'],
    },
  },
  {
    name: 'deleting with the home',
    kind: 'uninstall',
    input: { removeData: true },
    installed: { name: 'deploy' },
    plan: {
      'Checking the system': ['ps -u deploy'],
      'Backing up the home directory of deploy': [
        'tar -czf /var/backups/home/deploy-‹time›.tar.gz /home/deploy',
      ],
      'Removing user deploy': [
        `put the former ${RULES} back, or remove it`,
        'userdel deploy, rm -r its home',
      ],
      'Verifying removal': ['getent passwd deploy'],
    },
  },
]);

const NAME = 'Name has lower-case letters, digits, dashes and underscores, and begins with a letter.';
testRefusals(systemUser, [
  ...['../x', '-r', 'a:b', 'a b', '$(id)', 'a\nb', '0', 'Root'].map((name) => ({
    input: { name },
    messages: { name: NAME },
  })),
  {
    input: { name: 'deploy', shell: '/bin/zsh', groups: ['a,b'], sudo: 'ALL' },
    messages: {
      shell: 'Shell must be one of /bin/bash, /bin/sh, /usr/sbin/nologin.',
      'groups.0': 'Group has lower-case letters, digits, dashes and underscores, and begins with a letter.',
      sudo: expect.any(String) as string,
    },
  },
]);

test('a home that goes is named with its archive', () => {
  const parsed = parseInput(systemUser, { name: 'deploy' });
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.issues));
  const { milestones } = compile({
    ...{ definition: systemUser, operation: 'uninstall', input: parsed.input },
    ...{ options: { removeData: true }, server: factsOf('debian-13') },
  });
  const lost = milestones.flatMap(({ states }) => states.flatMap(({ destructive }) => destructive ?? []));
  expect(lost).toEqual([
    'Deletes /home/deploy with all files in it. An archive of it stays in /var/backups/home.',
  ]);
});
