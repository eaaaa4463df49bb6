import { z } from 'zod';
import * as apt from '../../../states/apt/repository';
import * as file from '../../../states/file/files';
import * as databases from '../../../states/mariadb/databases';
import * as server from '../../../states/mariadb/server';
import { noDefaultAccounts } from '../../../states/mariadb/users';
import { field } from '../../form/fields';
import { replaceEdited } from '../../form/replace-edited';
import { tcp } from '../../package/listen';
import type { Server } from '../../package/context';
import type { Installation } from '../../package/installation';
import type { Package } from '../../package/requirement';
import { service } from '../../services/service';
import { path, stamp } from '../../values/path';
import { text } from '../../values/text';
import { aptService } from '../apt-service';

/** What tells MariaDB and MySQL apart. */
export interface Flavor<Id extends string> {
  id: Id;
  title: string;
  description: string;
  supports: readonly string[];
  conflicts: readonly string[];
  kind: server.Kind;
  /** Debian packages to install, the main one first, and what an uninstall removes besides. */
  packages: readonly string[];
  alsoRemoves: readonly string[];
  unit: string;
  program: string;
  /** The option file that Milepost writes, the group in it, and the patterns of those that the server reads. */
  options: { file: string; group: string; reads: readonly string[]; lines?: readonly string[] };
  /** Where the packages come from: the options of the form, the first one by default. */
  sources: Readonly<Record<string, string>>;
  /** The repository of this source; null of the distribution. */
  repository: (source: string, server: Server) => apt.Repository | null;
  /** Where dumps are kept. */
  backups: string;
  /** Files of the packages that a purge leaves. */
  ownFiles?: readonly string[];
  /** Why a server cannot have it, as a sentence. */
  refuse?: (server: Server) => string | false;
}

const BYTE = '(?:25[0-5]|2[0-4][0-9]|1?[0-9]?[0-9])';
const ADDRESS = new RegExp(
  `^(?:\\*|${BYTE}(?:\\.${BYTE}){3}|${z.regexes.ipv6.source.replace(/^\^|\$$/g, '')})$`,
);
/** Three names at least, so that it can be removed whole; none where the service may not write or sees nothing. */
const DATA =
  /^(?!\/(?:home|root|usr|etc|boot|run|tmp|dev|proc|sys)\/)(?!.*\/\.{1,2}(?:\/|$))(?:\/[A-Za-z0-9._@+-]+){3,}$/;
/** `name = value`, or a name alone; not what another field says, nor what lets everybody in. */
const SETTING =
  /^(?!(?:port|bind[-_]address|datadir|innodb[-_]buffer[-_]pool[-_]size|socket|user|skip[-_]grant[-_]tables)\s*(?:=|$))[a-z][A-Za-z0-9_-]*\s*(?:=.*)?$/;

const inputOf = ({ title, sources }: Pick<Flavor<string>, 'title' | 'sources'>) =>
  z.object({
    repository: field.oneOf(sources, {
      ...{ title: 'Packages from', default: Object.keys(sources)[0] ?? '', advanced: true },
      description:
        'Packages of the vendor’s repository are not verified with it: the tests of Milepost cannot reach it.',
    }),
    port: field.port({ default: 3306 }),
    listen: field.line({
      ...{ title: 'Listen address', default: '127.0.0.1', max: 45, like: ADDRESS },
      description:
        'An IP address of this server, or * for all of them. With 127.0.0.1 only this server itself can connect.',
      message: 'Listen address must be an IP address, such as 127.0.0.1, or *.',
    }),
    dataDirectory: field.line({
      ...{ title: 'Data directory', default: '/var/lib/mysql', max: 200, like: DATA, advanced: true },
      description: `Where ${title} stores databases. It cannot be changed once there are any.`,
      message:
        'Data directory must be an absolute path of at least three names, such as /srv/mysql/data, and not below /home, /root, /usr, /etc or /tmp.',
    }),
    bufferPoolMb: field.int({
      ...{ title: 'Buffer pool', unit: 'MB', min: 16, max: 1_048_576, default: 128 },
      description: `Memory in which ${title} keeps data and indexes. Half of the server’s memory suits one that does little else.`,
    }),
    settings: field.list(
      field.line({
        ...{ title: 'Setting', example: 'max_connections = 200', like: SETTING },
        message:
          'Further settings are lines such as “max_connections = 200”. What has a field of its own is chosen there.',
      }),
      {
        title: 'Further settings',
        advanced: true,
        description: 'Of the server, such as “max_connections = 200”.',
      },
    ),
    replaceEdited,
  });
export type ServerInput = z.output<ReturnType<typeof inputOf>>;

/** A server that databases and users can be added to. */
export type SqlServer = Package<Installation<string, ServerInput, { dataDirectory: string | null }, null>>;

/** MariaDB or MySQL: a server whose databases and users are packages of their own. An uninstall that removes its data dumps it first. */
export function sqlServer<const Id extends string>(flavor: Flavor<Id>) {
  const { title, kind, packages, unit, options, backups, conflicts } = flavor;
  const dump = path`${backups}/all-${stamp}.sql.gz`;
  return aptService({
    ...{ id: flavor.id, title, category: 'database', description: flavor.description },
    ...{ supports: flavor.supports, conflicts, packages, alsoRemoves: flavor.alsoRemoves, megabytes: 300 },
    service: service(unit, {
      ...{ reads: options.reads, program: flavor.program, validate: server.accepted(options.file, kind) },
    }),
    input: inputOf(flavor),
    listens: ({ port, listen }) => [tcp(port, { on: reachOf(listen) })],
    discover: { dataDirectory: server.dataInUse() },
    data: {
      holds: 'All databases and users',
      paths: ({ dataDirectory }) => [dataDirectory],
      inUse: ({ dataDirectory }) => [dataDirectory],
      option: {
        title: 'Remove configuration and data',
        description: `Also remove all databases and users, and the configuration. They are dumped to ${backups} first. Otherwise the next install finds them again.`,
      },
    },
    refuse: ({ operation, input, installed, discovered: { dataDirectory: used }, server: on }) =>
      operation === 'install'
        ? [
            flavor.refuse?.(on),
            used !== null &&
              used !== input.dataDirectory &&
              `There are databases or users in ${used}. Choose this as the data directory: Milepost does not move them.`,
            installed !== null &&
              installed.input.repository !== input.repository &&
              `The packages of ${title} come from “${flavor.sources[installed.input.repository]}”. To have them from elsewhere, uninstall ${title}, keep its data, and install it again.`,
            input.bufferPoolMb > on.memoryMb * 0.8 &&
              `A buffer pool of ${input.bufferPoolMb} MB does not leave enough of this server’s memory of ${on.memoryMb} MB. Choose less.`,
          ]
        : [],
    repository: (on, input) => {
      const offered = flavor.repository(input.repository, on);
      return {
        added: offered ? apt.repository(offered) : [],
        removed: offered ? apt.repositoryAbsent(offered) : [],
      };
    },
    check: ({ dataDirectory, listen, repository }) => [
      server.addressOwned(listen),
      server.dataReadable({
        ...{ kind, directories: ['/var/lib/mysql', dataDirectory] },
        package: repository === 'distribution' ? (packages[0] ?? null) : null,
      }),
    ],
    configure: (input) => [
      server.dataDirectory(input.dataDirectory, { unit }),
      file.content(options.file, optionsOf(input, options), { replaceEdited: input.replaceEdited }),
    ],
    onceRunning: () => [noDefaultAccounts()],
    verify: (input) => [server.runsWith(input)],
    logs: ['/var/log/mysql'],
    ownFiles: flavor.ownFiles ?? [],
    backUp: ({ dataDirectory }) => [databases.dumpedAll({ to: dump, unit, data: dataDirectory })],
    losses: server.databases(),
  });
}

const optionsOf = (input: ServerInput, { group, lines = [] }: Flavor<string>['options']) => text`
  # Written by Milepost. It asks before it replaces what was changed here by hand.
  [${group}]
  port = ${input.port}
  bind-address = ${input.listen}
  datadir = ${input.dataDirectory}
  innodb_buffer_pool_size = ${input.bufferPoolMb}M
  ${[...lines, ...input.settings].join('\n')}
`;

/** Who can reach it: what `listens` calls that. */
function reachOf(listen: string): string {
  if (['*', '0.0.0.0', '::'].includes(listen)) return 'all';
  return listen.startsWith('127.') || listen === '::1' ? 'loopback' : listen;
}

/** Where the server itself reaches it by TCP as a local user; null where it listens on other addresses only. Pure. */
export function loopbackOf({ listen, port }: Pick<ServerInput, 'listen' | 'port'>) {
  return ['all', 'loopback'].includes(reachOf(listen)) ? { host: server.addressOf(listen), port } : null;
}
