import { expect, test } from 'vitest';
import { compile } from '../../dsl/compile';
import { parseInput } from '../../dsl/input';
import { factsOf } from '../../dsl/conformance/samples';
import { testPlans, testRefusals } from '../../dsl/testing/table';
import type { PlanRow } from '../../dsl/testing/table';
import docker from './docker';

const CHANGED = { logMb: 10, logFiles: 2, pool: '10.200.1.0/16', liveRestore: false };
const VENDOR = 'docker-ce docker-ce-cli containerd.io docker-buildx-plugin docker-compose-plugin';
const written = (base: string, [size, files]: [string, string], live: boolean) => [
  'install -d -m 0755 -o root -g root /etc/docker',
  `in /etc/docker/daemon.json:\n${JSON.stringify(
    {
      'log-driver': 'json-file',
      'log-opts': { 'max-size': size, 'max-file': files },
      'default-address-pools': [{ base, size: 24 }],
      'live-restore': live,
    },
    null,
    2,
  )}`,
];
const STARTED = {
  'Configuring Docker': ['dockerd --validate'],
  'Starting Docker': ['systemctl enable docker && systemctl restart docker'],
  'Verifying installation': ["docker info --format '{{.ServerVersion}}'"],
};
const STOPPED = [
  'docker ps -q | xargs -r docker stop',
  'systemctl disable --now docker.socket',
  'systemctl disable --now docker',
];

const rowsOf = (system: string, names: string): PlanRow[] => {
  const removed = names.replace(' iptables', '');
  return [
    {
      ...{ name: 'installing', kind: 'install', system, input: CHANGED },
      plan: {
        'Checking the system': ['dpkg --audit', 'df', `apt-get -s install ${names}`],
        'Configuring daemon.json': written('10.200.0.0/16', ['10m', '2'], false),
        'Refreshing package lists': ['apt-get update'],
        'Installing Docker': [`apt-get install --no-install-recommends ${names}`],
        ...STARTED,
      },
    },
    {
      ...{ name: 'updating', kind: 'update', system, input: {} },
      plan: {
        'Checking the system': ['dpkg --audit', `apt-get -s install --only-upgrade ${names}`],
        'Refreshing package lists': ['apt-get update'],
        'Updating Docker': [`apt-get install --only-upgrade ${names}`],
        ...STARTED,
      },
    },
    {
      ...{ name: 'uninstalling keeps the data', kind: 'uninstall', system, input: {} },
      plan: {
        'Checking the system': [`apt-get -s remove ${removed}`],
        'Stopping Docker': STOPPED,
        'Removing Docker': [`apt-get remove ${removed}`],
        'Verifying removal': ['dpkg-query -W docker.io', 'processes of docker.service'],
      },
    },
    {
      ...{ name: 'uninstalling with the data keeps a copy', kind: 'uninstall', system },
      input: { removeData: true },
      plan: {
        'Checking the system': [`apt-get -s remove ${removed}`],
        'Stopping Docker': STOPPED,
        'Backing up the data of Docker': [
          'tar -czf /var/backups/milepost/docker-‹time›.tar.gz /var/lib/docker',
        ],
        'Removing Docker': [`apt-get purge ${removed}`],
        'Removing data': [
          'rm -rf --one-file-system -- /var/lib/docker',
          'rm -rf --one-file-system -- /etc/docker/daemon.json',
        ],
        'Verifying removal': ['dpkg-query -W docker.io', 'processes of docker.service'],
      },
    },
  ];
};

testPlans(docker, [
  ...rowsOf('debian-12', 'docker.io iptables'),
  ...rowsOf('debian-13', 'docker.io docker-cli iptables'),
  ...rowsOf('ubuntu-24.04', 'docker.io iptables'),
]);

testRefusals(docker, [
  {
    input: { repository: 'other', logMb: 0, logFiles: 0, pool: '10.0.0.0/8"}', liveRestore: 'x' },
    messages: {
      liveRestore: 'Live restore must be yes or no.',
      logFiles: 'Logs of a container must be at least 1.',
      logMb: 'Size of a log must be at least 1.',
      pool: 'Address pool must be an IPv4 network, such as 172.17.0.0/16.',
      repository: 'From must be one of distribution, docker.',
    },
  },
]);

const planOf = (sent: Record<string, unknown>, facts: Record<string, string | null> = {}) => {
  const parsed = parseInput(docker, sent);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.issues));
  return compile({
    ...{ definition: docker, operation: 'install', input: parsed.input, server: factsOf('debian-12') },
    ...{ facts: { distribution: null, vendor: null, ...facts }, discovered: {} },
  }).milestones;
};
const refusal = (...args: Parameters<typeof planOf>) => planOf(...args)[0]?.states[0]?.label;

test.each(['10.0.0.300/8', '10.0.0.0/25', '10.0.0.0/7', '10.0.0.0/99'])('the pool %s is refused', (pool) => {
  expect(refusal({ pool })).toBe('Not possible: The address pool must be an IPv4 network of /8 to /24');
});

test('Docker’s own takes its repository, with the key by its fingerprint', () => {
  const states = planOf({ repository: 'docker' }).flatMap((milestone) => milestone.states);
  expect(states.map(({ action }) => action)).toEqual(
    expect.arrayContaining([
      'Write the key 8D81803C0EBFCD88 of the repository docker',
      'Add the repository https://download.docker.com/linux/debian bookworm',
    ]),
  );
  expect(states.map(({ apply }) => apply.display)).toContain(
    `apt-get install --no-install-recommends ${VENDOR}`,
  );
});

test('one Docker is not installed over the other', () => {
  expect(refusal({ repository: 'docker' }, { distribution: '20.10.24+dfsg1-1' })).toContain(
    'The distribution’s Docker is there.',
  );
  expect(refusal({}, { vendor: '5:29.0.0-1' })).toContain('Docker from its own repository is there.');
});

test('the plan says that published ports bypass UFW', () => {
  const states = planOf({}).flatMap((milestone) => milestone.states);
  const configured = states.find(({ id }) => id === 'json_etc_docker_daemon_json');
  expect(configured?.preview?.script).toContain('whatever the rules of UFW say');
});
