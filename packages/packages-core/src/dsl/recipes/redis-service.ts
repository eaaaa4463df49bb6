import { z } from 'zod';
import { redisLog } from '../../states/explain/redis-log';
import * as file from '../../states/file/files';
import { boundAddresses } from '../../states/redis/bound';
import { dataElsewhere, dataInUse, dataSettings, readsConfiguration } from '../../states/redis/data';
import * as redis from '../../states/redis/server';
import { inFile, numberInFile } from '../facts/in-file';
import { field } from '../form/fields';
import { listenAddresses, listenFields, listensOn } from '../form/listen-addresses';
import { replaceEdited } from '../form/replace-edited';
import { tcp } from '../package/listen';
import { secret } from '../secret';
import { service } from '../services/service';
import { quoted, text } from '../values/text';
import { aptService } from './apt-service';

interface Recipe<Id extends string> {
  id: Id;
  title: string;
  description: string;
  supports?: readonly string[];
  /** Its program, its unit and its package have one name: `redis-server`. */
  server: string;
  /** `redis`: the ending of its places, and what its client, its user and its other packages are called by. */
  name: string;
  /** Lines of the distribution's configuration that say what it does anyway. */
  defaults: readonly string[];
}

/** A Redis, or what grew out of it and is configured alike, behind a password wherever it is reached from. */
export function redisService<const Id extends string>({ server, name, defaults, ...about }: Recipe<Id>) {
  const { title } = about;
  const home = `/etc/${name}`;
  const configuration = `${home}/${name}.conf`;
  const data = `/var/lib/${name}`;
  const logs = `/var/log/${name}`;
  const kind = { title, unit: server, client: `${name}-cli` };
  const places = { title, unit: server, configuration, data };
  return aptService({
    ...about,
    category: 'cache',
    packages: [server],
    alsoRemoves: [name, `${name}-tools`],
    service: service(server, {
      reads: [configuration],
      logs: [redisLog(configuration, title)],
      program: `/usr/bin/${server}`,
    }),
    input: z.object({
      port: field.port({ default: 6379 }),
      ...listenFields,
      memoryMb: field.int({
        ...{ title: 'Memory', description: `The most that ${title} keeps in memory.`, unit: 'MB' },
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
          description: `A ${title} that is already configured may store its data in another directory or in an append-only file.`,
          ...{ default: 'keep', advanced: true },
        },
      ),
      replaceEdited,
    }),
    foundSettings: () => ({
      port: numberInFile(configuration, /^port\s+([0-9]+)\s*$/),
      ...boundAddresses(configuration),
      memoryMb: numberInFile(configuration, /^maxmemory\s+([0-9]+)mb\s*$/i),
      eviction: inFile(configuration, /^maxmemory-policy\s+([a-z-]+)\s*$/),
    }),
    listens: (input) => [tcp(input.port, { on: listensOn(input) })],
    discover: { places: dataInUse(places) },
    data: {
      holds: `All that is stored in ${title}`,
      // Where one that is there stores its data stays so, unless a person decides otherwise.
      paths: () => [data],
      inUse: (discovered, { persistence }) => (persistence === 'keep' ? [] : discovered.places),
      option: {
        title: 'Remove configuration and data',
        description: `Also remove ${home} and all data in ${data}, and the logs. Otherwise the next install finds them again.`,
      },
    },
    logs: [logs],
    dataElsewhere: dataElsewhere(places),

    check: () => [readsConfiguration(places)],
    configure: (input) => [
      file.content(
        configuration,
        text`
          # Written by Milepost. It asks before it replaces what was changed here by hand.
          ${bindLine(input)}
          port ${input.port}
          requirepass ${quoted(input.password)}
          maxmemory ${input.memoryMb}mb
          maxmemory-policy ${input.eviction}
          logfile ${logs}/${server}.log
          pidfile /run/${name}/${server}.pid
          daemonize yes
        `,
        {
          ...{ mode: '0640', owner: `${name}:${name}`, directives: { defaults } },
          inherited: dataSettings(places, { keep: input.persistence === 'keep', field: 'persistence' }),
          replaceEdited: input.replaceEdited,
        },
      ),
    ],
    verify: ({ port, password }) => [
      redis.acceptsPassword(password, { port, kind }),
      redis.requiresAuth({ port, kind }),
    ],
  });
}

/** Without one it listens on every address, with IPv6 or not: versions differ in how that would be written. */
function bindLine(input: Parameters<typeof listenAddresses>[0]): string | null {
  const addresses = listenAddresses(input);
  return addresses && `bind ${addresses.join(' ')}`;
}
