import { z } from 'zod';
import { definePackage } from '../dsl/define-package';
import { secret } from '../dsl/secret';
import { doubleQuoted, text } from '../dsl/text';
import * as apt from '../states/apt';
import * as disk from '../states/disk';
import * as file from '../states/file';
import { closedBy, freeFor } from '../states/port';
import * as redis from '../states/redis';
import * as systemd from '../states/systemd';

const UNIT = 'redis-server';
const CONFIGURATION = '/etc/redis/redis.conf';
const DATA = '/var/lib/redis';

const EVICTION = {
  noeviction: 'Refuse writes',
  'allkeys-lru': 'Drop least recently used (allkeys-lru)',
  'allkeys-lfu': 'Drop least often used (allkeys-lfu)',
  'volatile-lru': 'Drop least recently used with an expiry (volatile-lru)',
};

export default definePackage({
  id: 'redis',
  title: 'Redis',
  category: 'cache',
  description: 'In-memory cache and message broker. It listens on this server only, behind a password.',
  scope: 'server',
  credential: 'root',
  supports: ['debian-12', 'debian-13', 'ubuntu-22.04', 'ubuntu-24.04'],
  input: z.object({
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
  }),
  uninstallInput: z.object({
    removeData: z
      .boolean()
      .default(false)
      .meta({
        title: 'Remove data',
        description: `Also remove ${DATA} and /etc/redis. Kept, they are found again by the next install.`,
      }),
  }),

  install: [
    {
      id: 'check_system',
      label: 'Checking the system',
      ensure: ({ input }) => [freeFor(input.port, UNIT), disk.free('/var', 100)],
    },
    {
      id: 'refresh_package_lists',
      label: 'Refreshing package lists',
      ensure: () => apt.refreshed({ packages: [UNIT] }),
    },
    {
      id: 'install_software',
      label: 'Installing Redis',
      ensure: () => apt.installedWithData({ packages: [UNIT], data: [DATA] }),
    },
    {
      id: 'configure_service',
      label: 'Writing configuration',
      ensure: ({ input }) =>
        file.content(
          CONFIGURATION,
          text`
            # Written by Milepost. The next install replaces what is changed here by hand.
            bind 127.0.0.1
            port ${input.port}
            requirepass ${doubleQuoted(input.password)}
            maxmemory ${input.memoryMb}mb
            maxmemory-policy ${input.eviction}
            dir ${DATA}
            logfile /var/log/redis/redis-server.log
            pidfile /run/redis/redis-server.pid
            daemonize yes
          `,
          { mode: '0640', owner: 'redis:redis' },
        ),
    },
    {
      id: 'start_service',
      label: 'Starting Redis',
      ensure: () => systemd.running(UNIT, { configuredBy: [CONFIGURATION] }),
    },
    {
      id: 'verify_installation',
      label: 'Verifying installation',
      ensure: ({ input }) => [
        redis.answersTo(input.password, { port: input.port }),
        redis.refusesStrangers({ port: input.port }),
      ],
    },
  ],

  uninstall: [
    { id: 'stop_service', label: 'Stopping Redis', ensure: () => systemd.stopped(UNIT) },
    {
      id: 'remove_packages',
      label: 'Removing packages',
      ensure: ({ input }) =>
        apt.removed(
          [UNIT, 'redis', 'redis-tools'],
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
              file.absent(DATA, { destructive: `Removes all that is stored in Redis: ${DATA}.` }),
              file.absent('/var/log/redis'),
              file.absent('/etc/redis/redis.conf'),
            ]
          : [],
    },
    {
      id: 'complete_uninstallation',
      label: 'Uninstallation complete',
      ensure: () => [apt.gone(UNIT), closedBy(UNIT)],
    },
  ],

  record: ({ input: { port, memoryMb, eviction } }) => ({
    version: apt.version(UNIT),
    configuration: { port, memoryMb, eviction },
  }),
});
