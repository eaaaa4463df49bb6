import { z } from 'zod';
import { inFile, numberInFile } from '../../dsl/facts/in-file';
import { field } from '../../dsl/form/fields';
import { tcp } from '../../dsl/package/listen';
import { aptService } from '../../dsl/recipes/apt-service';
import { replaceEdited } from '../../dsl/form/replace-edited';
import { secret } from '../../dsl/secret';
import { service } from '../../dsl/services/service';
import { doubleQuoted, template } from '../../dsl/template';
import { redisLog } from '../../states/explain/redis-log';
import * as file from '../../states/file/files';
import { dataElsewhere, dataInUse, dataSettings, readsConfiguration } from '../../states/redis/data';
import { REDIS_DEFAULTS } from '../../states/redis/defaults';
import * as redis from '../../states/redis/server';

const UNIT = 'redis-server';
const CONFIGURATION = '/etc/redis/redis.conf';
const DATA = '/var/lib/redis';
const REDIS = { unit: UNIT, configuration: CONFIGURATION, data: DATA };

export default aptService({
  id: 'redis',
  title: 'Redis',
  category: 'cache',
  description: 'In-memory cache and message broker. It listens on this server only, behind a password.',
  packages: [UNIT],
  alsoRemoves: ['redis', 'redis-tools'],
  service: service(UNIT, {
    reads: [CONFIGURATION],
    logs: [redisLog(CONFIGURATION)],
    program: '/usr/bin/redis-server',
  }),
  input: z.object({
    port: field.port({ default: 6379 }),
    memoryMb: field.int({
      ...{ title: 'Memory', description: 'The most that Redis keeps in memory.', unit: 'MB' },
      ...{ min: 16, max: 1_048_576, default: 256 },
    }),
    eviction: field.oneOf(
      {
        noeviction: 'Refuse writes',
        'allkeys-lru': 'Drop least recently used (allkeys-lru)',
        'allkeys-lfu': 'Drop least often used (allkeys-lfu)',
        'volatile-lru': 'Drop least recently used with an expiry (volatile-lru)',
      },
      { title: 'When memory is full', default: 'noeviction', advanced: true },
    ),
    password: secret({ min: 16, generate: { length: 32 } }),
    persistence: field.oneOf(
      { keep: 'Keep them', replace: 'Replace them by the defaults' },
      {
        title: 'Data settings that are there',
        description:
          'A Redis that is already configured may store its data in another directory or in an append-only file.',
        ...{ default: 'keep', advanced: true },
      },
    ),
    replaceEdited,
  }),
  foundSettings: () => ({
    port: numberInFile(CONFIGURATION, /^port\s+([0-9]+)\s*$/),
    memoryMb: numberInFile(CONFIGURATION, /^maxmemory\s+([0-9]+)mb\s*$/i),
    eviction: inFile(CONFIGURATION, /^maxmemory-policy\s+([a-z-]+)\s*$/),
  }),
  listens: (input) => [tcp(input.port, { on: 'loopback' })],
  discover: { places: dataInUse(REDIS) },
  data: {
    holds: 'All that is stored in Redis',
    // Where a Redis that is there stores its data stays so, unless a person decides otherwise.
    paths: () => [DATA],
    inUse: ({ places }, { persistence }) => (persistence === 'keep' ? [] : places),
    option: {
      title: 'Remove configuration and data',
      description: `Also remove /etc/redis and all data in ${DATA}, and the logs. Otherwise the next install finds them again.`,
    },
  },
  logs: ['/var/log/redis'],
  dataElsewhere: dataElsewhere(REDIS),

  check: () => [readsConfiguration(REDIS)],
  configure: (input) => [
    file.content(
      CONFIGURATION,
      template`
        # Written by Milepost. It asks before it replaces what was changed here by hand.
        bind 127.0.0.1
        port ${input.port}
        requirepass ${doubleQuoted(input.password)}
        maxmemory ${input.memoryMb}mb
        maxmemory-policy ${input.eviction}
        logfile /var/log/redis/redis-server.log
        pidfile /run/redis/redis-server.pid
        daemonize yes
      `,
      {
        ...{ mode: '0640', owner: 'redis:redis', directives: { defaults: REDIS_DEFAULTS } },
        inherited: dataSettings(REDIS, { keep: input.persistence === 'keep', field: 'persistence' }),
        replaceEdited: input.replaceEdited,
      },
    ),
  ],
  verify: ({ port, password }) => [redis.acceptsPassword(password, { port }), redis.requiresAuth({ port })],
});
