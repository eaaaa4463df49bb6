import { z } from 'zod';
import { definePackage } from '../../dsl/define-package';
import { field } from '../../dsl/form/fields';
import type { Server } from '../../dsl/package/context';
import * as apt from '../../dsl/recipes/apt-steps';
import { service } from '../../dsl/services/service';
import { step } from '../../dsl/steps/step';
import { networkText, parseNetwork } from '../../dsl/values/network';
import { path, stamp } from '../../dsl/values/path';
import { version as installedVersion } from '../../states/apt/versions';
import * as docker from '../../states/docker';
import { archived } from '../../states/file/archived';
import * as file from '../../states/file/files';
import { json } from '../../states/file/json';
import * as control from '../../states/systemd/control';
import * as systemd from '../../states/systemd/services';

const CONFIGURATION = '/etc/docker/daemon.json';
const DATA = '/var/lib/docker';
const BACKUPS = '/var/backups/milepost';
const COPY = path`${BACKUPS}/docker-${stamp}.tar.gz`;
const SOCKET = 'docker.socket';
const DOCKER = service('docker', {
  ...{ reads: [CONFIGURATION], validate: docker.accepted, program: '/usr/bin/dockerd' },
});
/** Each network of containers has 254 addresses of the pool. */
const NETWORK_BITS = 24;

const input = z.object({
  repository: field.oneOf(
    {
      distribution: 'The distribution',
      docker: 'Docker’s own repository, the newest version (not verified with the vendor’s repository)',
    },
    { title: 'From', default: 'distribution' },
  ),
  logMb: field.int({
    ...{ title: 'Size of a log', unit: 'MB', min: 1, max: 10_240, default: 50 },
    description: 'Of what a container prints. Containers that are there already keep their limit.',
  }),
  logFiles: field.int({
    ...{ title: 'Logs of a container', unit: 'files', min: 1, max: 100, default: 3 },
    description: 'How many of that size are kept of each container.',
  }),
  pool: field.line({
    ...{
      title: 'Address pool',
      max: 18,
      default: '172.17.0.0/16',
      like: /^(?:\d{1,3}\.){3}\d{1,3}\/\d{1,2}$/,
    },
    description: `The networks of containers are taken from it, with /${NETWORK_BITS} each. Choose one that your own networks do not use.`,
    message: 'Address pool must be an IPv4 network, such as 172.17.0.0/16.',
    advanced: true,
  }),
  liveRestore: field.flag({
    ...{ title: 'Live restore', default: true, advanced: true },
    description: 'Containers keep running while Docker restarts or is updated.',
  }),
});
type Input = z.output<typeof input>;

/** Debian 13 has the client in a package of its own. Docker needs iptables, which its packages only recommend. */
const packagesOf = ({ repository }: Pick<Input, 'repository'>, { os, version }: Server): string[] =>
  repository === 'docker'
    ? ['docker-ce', 'docker-ce-cli', 'containerd.io', 'docker-buildx-plugin', 'docker-compose-plugin']
    : ['docker.io', ...(os === 'debian' && Number(version) >= 13 ? ['docker-cli'] : []), 'iptables'];
/** iptables may serve others. */
const removedOf = (input: Input, server: Server) =>
  packagesOf(input, server).filter((name) => name !== 'iptables');
const mainOf = ({ repository }: Pick<Input, 'repository'>) =>
  repository === 'docker' ? 'docker-ce' : 'docker.io';

/** Null where it is none that can be divided. */
function poolOf({ pool }: Input): string | null {
  const network = parseNetwork(pool);
  const fits = network !== null && network.prefix >= 8 && network.prefix <= NETWORK_BITS;
  return fits ? networkText(network) : null;
}

const settings = (input: Input) => ({
  'log-driver': 'json-file',
  'log-opts': { 'max-size': `${input.logMb}m`, 'max-file': String(input.logFiles) },
  'default-address-pools': [{ base: poolOf(input) ?? input.pool, size: NETWORK_BITS }],
  'live-restore': input.liveRestore,
});

const started = () => [
  step.configure('Docker', control.accepts(DOCKER)),
  step.startService('Docker', systemd.running(DOCKER.unit, { configFiles: DOCKER.reads })),
  step.verify(docker.daemonAnswers()),
];

export default definePackage({
  id: 'docker',
  title: 'Docker Engine',
  category: 'containers',
  description: 'Runs containers. Their published ports bypass UFW.',
  input,
  facts: { distribution: installedVersion('docker.io'), vendor: installedVersion('docker-ce') },
  version: (input) => apt.version(mainOf(input)),
  services: [DOCKER],
  data: {
    holds: 'Images, containers and volumes',
    paths: () => [DATA],
    inUse: () => [],
    option: {
      title: 'Remove containers and volumes',
      description: `Also remove ${DATA} with all images, containers and volumes, and ${CONFIGURATION}. A copy of ${DATA} is kept in ${BACKUPS}, which takes as long as there is data. Otherwise the next install finds them again.`,
    },
  },
  refuse: ({ operation, input, facts: { distribution, vendor } }) =>
    operation === 'install'
      ? [
          poolOf(input) === null && `The address pool must be an IPv4 network of /8 to /${NETWORK_BITS}.`,
          input.repository === 'docker' &&
            distribution !== null &&
            'The distribution’s Docker is there. Uninstall it before you install Docker’s own; its data stays.',
          input.repository === 'distribution' &&
            vendor !== null &&
            'Docker from its own repository is there. Uninstall it before you install the distribution’s; its data stays.',
        ]
      : [],

  operations: {
    install: ({ input, server }) => [
      step
        .configure(
          'daemon.json',
          file.directory('/etc/docker'),
          docker.withFirewallWarning(json(CONFIGURATION, settings(input))),
        )
        .as('daemon', 'daemon.json'),
      apt.install('Docker', packagesOf(input, server), {
        ...{ data: [DATA], megabytes: 400 },
        ...(input.repository === 'docker' && { repository: docker.vendorRepository(server) }),
      }),
      started(),
    ],

    update: ({ input, server }) => [apt.update('Docker', packagesOf(input, server)), started()],

    uninstall: ({ input, server, removeData }) => [
      step.stopService(
        'Docker',
        ...[docker.containersStopped(), systemd.stopped(SOCKET), systemd.stopped(DOCKER.unit)],
      ),
      step.backUp('the data of Docker', removeData && archived(DATA, { to: COPY })),
      apt.remove('Docker', removedOf(input, server), {
        service: DOCKER,
        ...(removeData && {
          purge: {
            destructive: `Removes images, containers and volumes, of which a copy is kept in ${COPY.shown}.`,
            losses: docker.containersAndVolumes(),
          },
        }),
      }),
      step.removeData(
        removeData && [
          file.absent(DATA, { destructive: `Removes images, containers and volumes: ${DATA}.` }),
          file.absent(CONFIGURATION, { destructive: `Removes Docker’s configuration: ${CONFIGURATION}.` }),
        ],
      ),
      step.cleanUp(input.repository === 'docker' && docker.vendorRepositoryAbsent()),
      apt.removalVerified(mainOf(input), DOCKER),
    ],
  },
});
