import { z } from 'zod';
import { definePackage } from '../dsl/define-package';
import { replaceEdited } from '../dsl/replace-edited';
import { secret } from '../dsl/secret';
import { doubleQuoted, template } from '../dsl/template';
import * as apt from '../states/apt/packages';
import { noneHalfInstalled } from '../states/apt/health';
import { installable } from '../states/apt/installable';
import { removable } from '../states/apt/removable';
import * as disk from '../states/disk';
import { redisLog } from '../states/explain/redis-log';
import * as file from '../states/file/files';
import { noProcessesOf, availableFor } from '../states/port';
import * as redis from '../states/redis/server';
import { REDIS_DEFAULTS } from '../states/redis/defaults';
import { DATA_SETTINGS, dataElsewhere, dataSettings, readsConfiguration } from '../states/redis/data';
import * as systemd from '../states/systemd/services';

const UNIT = 'redis-server';
const PACKAGES = [UNIT, 'redis', 'redis-tools'];
const CONFIGURATION = '/etc/redis/redis.conf';
const DATA = '/var/lib/redis';
const SERVICE = { unit: UNIT, configuration: CONFIGURATION, data: DATA };

const EVICTION = {
  noeviction: 'Refuse writes',
  'allkeys-lru': 'Drop least recently used (allkeys-lru)',
  'allkeys-lfu': 'Drop least often used (allkeys-lfu)',
  'volatile-lru': 'Drop least recently used with an expiry (volatile-lru)',
};

const input = z.object({
  port: z.int().min(1).max(65_535).default(6379).meta({ title: 'Port' }),
  memoryMb: z
    .int()
    .min(16)
    .max(1_048_576)
    .default(256)
    .meta({ title: 'Memory', description: 'The most that Redis keeps in memory.', unit: 'MB' }),
  eviction: z
    .enum(['noeviction', 'allkeys-lru', 'allkeys-lfu', 'volatile-lru'])
    .default('noeviction')
    .meta({ title: 'When memory is full', options: EVICTION, advanced: true }),
  password: secret({ min: 16, generate: { length: 32 } }),
  persistence: z
    .enum(['keep', 'replace'])
    .default('keep')
    .meta({
      title: 'Data settings that are there',
      description:
        'A Redis that is already configured may store its data in another directory or in an append-only file.',
      options: { keep: 'Keep them', replace: 'Replace them by the defaults' },
      advanced: true,
    }),
  replaceEdited,
});

/** What `file.content` and `file.replaceable` take. */
const configuration = (wanted: z.output<typeof input>): Parameters<typeof file.content> => [
  CONFIGURATION,
  template`
    # Written by Milepost. It asks before it replaces what was changed here by hand.
    bind 127.0.0.1
    port ${wanted.port}
    requirepass ${doubleQuoted(wanted.password)}
    maxmemory ${wanted.memoryMb}mb
    maxmemory-policy ${wanted.eviction}
    logfile /var/log/redis/redis-server.log
    pidfile /run/redis/redis-server.pid
    daemonize yes
  `,
  {
    mode: '0640',
    owner: 'redis:redis',
    directives: { defaults: REDIS_DEFAULTS },
    inherited: dataSettings(SERVICE, { keep: wanted.persistence === 'keep', field: 'persistence' }),
    replaceEdited: wanted.replaceEdited,
  },
];

export default definePackage({
  id: 'redis',
  title: 'Redis',
  category: 'cache',
  description: 'In-memory cache and message broker. It listens on this server only, behind a password.',
  scope: 'server',
  credential: 'root',
  supports: ['debian-12', 'debian-13', 'ubuntu-22.04', 'ubuntu-24.04'],
  data: [
    {
      content: 'all that is stored in Redis',
      paths: [DATA],
      locatedBy: { file: CONFIGURATION, settings: DATA_SETTINGS },
    },
  ],
  input,
  uninstallInput: z.object({
    removeData: z
      .boolean()
      .default(false)
      .meta({
        title: 'Remove configuration and data',
        description: `Also remove /etc/redis and all data in ${DATA}, and the logs. Otherwise the next install finds them again.`,
      }),
  }),

  install: [
    {
      id: 'check_system',
      label: 'Checking the system',
      ensure: ({ input }) => [
        noneHalfInstalled({ packages: [UNIT] }),
        availableFor(input.port, UNIT, { field: 'port', loopback: true }),
        disk.freeFor([UNIT], 100),
        installable([UNIT]),
        readsConfiguration(SERVICE),
        file.replaceable(...configuration(input)),
      ],
    },
    {
      id: 'refresh_package_lists',
      label: 'Refreshing package lists',
      ensure: () => apt.updated({ packages: [UNIT] }),
    },
    {
      id: 'install_software',
      label: 'Installing Redis',
      ensure: () => apt.installed([UNIT], { preserveData: [DATA] }),
    },
    {
      id: 'configure_service',
      label: 'Writing configuration',
      ensure: ({ input }) => file.content(...configuration(input)),
    },
    {
      id: 'start_service',
      label: 'Starting Redis',
      ensure: () => systemd.running(UNIT, { configFiles: [CONFIGURATION], logs: [redisLog(CONFIGURATION)] }),
    },
    {
      id: 'verify_installation',
      label: 'Verifying installation',
      ensure: ({ input }) => [
        redis.acceptsPassword(input.password, { port: input.port }),
        redis.requiresAuth({ port: input.port }),
      ],
    },
  ],

  uninstall: [
    {
      id: 'check_system',
      label: 'Checking the system',
      ensure: () => removable(PACKAGES, { unit: UNIT, program: '/usr/bin/redis-server' }),
    },
    { id: 'stop_service', label: 'Stopping Redis', ensure: () => systemd.stopped(UNIT) },
    {
      id: 'remove_packages',
      label: 'Removing packages',
      ensure: ({ input }) =>
        apt.removed(
          PACKAGES,
          input.removeData
            ? { purge: true, destructive: 'Removes all that is stored in Redis, and its configuration.' }
            : { purge: false },
        ),
    },
    {
      id: 'remove_data',
      label: 'Removing data',
      ensure: ({ input }) =>
        input.removeData
          ? [
              {
                ...file.absent(DATA, { destructive: `Removes all that is stored in Redis: ${DATA}.` }),
                preview: dataElsewhere(SERVICE),
              },
              file.absent('/var/log/redis', { destructive: 'Removes Redis’s logs: /var/log/redis.' }),
              file.absent(CONFIGURATION, {
                destructive: `Removes Redis’s configuration: ${CONFIGURATION}, and the copies of it that Milepost kept.`,
              }),
            ]
          : [],
    },
    {
      id: 'clean_up',
      label: 'Cleaning up',
      ensure: ({ input }) =>
        input.removeData ? [] : file.removedOrRestored(CONFIGURATION, { withoutBackup: 'stays' }),
    },
    {
      id: 'complete_uninstallation',
      label: 'Uninstallation complete',
      ensure: () => [apt.notInstalled(UNIT), noProcessesOf(UNIT)],
    },
  ],

  record: ({ input: { port, memoryMb, eviction } }) => ({
    version: apt.version(UNIT),
    copies: file.listBackups(CONFIGURATION),
    configuration: { port, memoryMb, eviction },
  }),
});
