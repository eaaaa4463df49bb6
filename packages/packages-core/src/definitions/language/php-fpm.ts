import { z } from 'zod';
import { definePackage } from '../../dsl/define-package';
import { fact } from '../../dsl/facts/fact';
import { inFile, numberInFile } from '../../dsl/facts/in-file';
import { choice } from '../../dsl/form/choice';
import { field } from '../../dsl/form/fields';
import { replaceEdited } from '../../dsl/form/replace-edited';
import * as apt from '../../dsl/recipes/apt-steps';
import { service } from '../../dsl/services/service';
import { sh } from '../../dsl/sh';
import { step } from '../../dsl/steps/step';
import { text } from '../../dsl/values/text';
import * as file from '../../states/file/files';
import * as control from '../../states/systemd/control';
import * as systemd from '../../states/systemd/services';
import * as php from '../../states/web/php';

const versions = apt.versions('php*-fpm', {
  withoutLists: { bookworm: ['8.2'], trixie: ['8.4'], jammy: ['8.1'], noble: ['8.3'] },
});
const packaged = apt.offeredNames('php');

/** By the names of Debian's packages. What PHP has by itself (opcache, readline, sodium …) is not asked for. */
const EXTENSIONS = {
  amqp: 'amqp: RabbitMQ',
  apcu: 'apcu: cache in memory',
  bcmath: 'bcmath: numbers of any precision',
  bz2: 'bz2',
  curl: 'curl',
  enchant: 'enchant: spell checking',
  gd: 'gd: images',
  gmp: 'gmp: large integers',
  imagick: 'imagick: images by ImageMagick',
  intl: 'intl: languages and time zones',
  ldap: 'ldap',
  mailparse: 'mailparse: email messages',
  mbstring: 'mbstring: text in Unicode',
  memcached: 'memcached',
  mongodb: 'mongodb',
  mysql: 'mysql: MySQL and MariaDB',
  odbc: 'odbc',
  pgsql: 'pgsql: PostgreSQL',
  redis: 'redis',
  snmp: 'snmp',
  soap: 'soap',
  sqlite3: 'sqlite3',
  ssh2: 'ssh2',
  sybase: 'sybase: Microsoft SQL Server and Sybase',
  tidy: 'tidy: HTML',
  uuid: 'uuid',
  xdebug: 'xdebug: debugger, slows PHP down',
  xml: 'xml: DOM, SimpleXML, XSL',
  yaml: 'yaml',
  zip: 'zip',
};

/** `name = value`; not what another field says. */
const SETTING =
  /^(?!(?:memory_limit|upload_max_filesize|post_max_size|extension|zend_extension)\s*=)[A-Za-z_][A-Za-z0-9_.-]*\s*=.*$/;

const input = z.object({
  version: choice(versions, {
    ...{ title: 'Version', example: '8.4', like: /^[0-9]{1,2}\.[0-9]{1,2}$/ },
    message: 'Version must be two numbers, such as 8.4.',
  }),
  extensions: field.someOf(EXTENSIONS, {
    title: 'Extensions',
    description: 'Those that come with PHP itself, such as opcache, sodium and PDO, are there in any case.',
    default: ['curl', 'mbstring', 'xml', 'zip'],
  }),
  memoryLimitMb: field.int({
    ...{ title: 'Memory limit', unit: 'MB', min: 16, max: 65_536, default: 128 },
    description: 'The most that one request, or one script on the command line, may use.',
  }),
  uploadMb: field.int({
    ...{ title: 'Largest upload', unit: 'MB', min: 1, max: 10_240, default: 64 },
    description: 'Of one file. The web server has a limit of its own.',
  }),
  processManager: field.oneOf(
    {
      dynamic: 'Dynamic: some wait for requests, more are started when needed',
      static: 'Static: always all of them',
      ondemand: 'On demand: started by requests, ended when idle',
    },
    { title: 'Worker processes', default: 'dynamic' },
  ),
  workers: field.int({
    ...{ title: 'Most worker processes', unit: 'processes', min: 1, max: 1000, default: 5 },
    description: 'So many requests are answered at the same time.',
  }),
  settings: field.list(
    field.line({
      ...{ title: 'Setting', example: 'max_execution_time = 60', like: SETTING },
      message:
        'Further settings are lines such as “max_execution_time = 60”. What has a field of its own, and extensions, are chosen there.',
    }),
    {
      ...{ title: 'Further settings', advanced: true },
      description: 'Of php.ini, for requests and the command line, such as “max_execution_time = 60”.',
    },
  ),
  replaceEdited,
});
type Input = z.output<typeof input>;
type Identity = Pick<Input, 'version'>;

const homeOf = ({ version }: Identity) => `/etc/php/${version}`;
const iniOf = (input: Identity, sapi: 'fpm' | 'cli') => `${homeOf(input)}/${sapi}/conf.d/90-milepost.ini`;
/** Read after www.conf, whose pool it sets the size of: that file stays as it is. */
const poolOf = (input: Identity) => `${homeOf(input)}/fpm/pool.d/zz-milepost.conf`;
const wwwPoolOf = (input: Identity) => `${homeOf(input)}/fpm/pool.d/www.conf`;
const logOf = ({ version }: Identity) => `/var/log/php${version}-fpm.log`;
const filesOf = (input: Identity) => [iniOf(input, 'fpm'), iniOf(input, 'cli'), poolOf(input)];

/** Where web servers reach this version. */
export const socketOf = ({ version }: Identity) => `/run/php/php${version}-fpm.sock`;

/** Definitions that bring new code have it reloaded. */
export const serviceOf = (input: Identity & Partial<Pick<Input, 'processManager'>>) =>
  service(`php${input.version}-fpm`, {
    reads: [
      ...[`${homeOf(input)}/fpm/php.ini`, `${homeOf(input)}/fpm/php-fpm.conf`],
      ...[`${homeOf(input)}/fpm/conf.d/*.ini`, `${homeOf(input)}/fpm/pool.d/*.conf`],
    ],
    onChange: 'reload',
    // On demand there is no process before the next request.
    reloadStartsProcesses: input.processManager !== 'ondemand',
    validate: php.accepted(input.version, iniOf(input, 'fpm')),
    program: `/usr/sbin/php-fpm${input.version}`,
  });

const moduleName = ({ version }: Identity, name: string) => `php${version}-${name}`;
const modules = (input: Input) => input.extensions.map((name) => moduleName(input, name));
const packages = (input: Input) => [moduleName(input, 'fpm'), moduleName(input, 'cli'), ...modules(input)];
const title = ({ version }: Identity) => `PHP ${version}`;

const ini = ({ memoryLimitMb, uploadMb, settings }: Input) => text`
  ; Written by Milepost. It asks before it replaces what was changed here by hand.
  memory_limit = ${memoryLimitMb}M
  upload_max_filesize = ${uploadMb}M
  post_max_size = ${uploadMb + 8}M
  ${settings.join('\n')}
`;

/** Of a dynamic pool, the numbers that Debian has for five. */
const spare = (workers: number) => {
  const least = Math.max(1, Math.floor(workers / 5));
  const most = Math.max(least, Math.floor((workers * 3) / 5));
  return text`
    pm.start_servers = ${Math.floor((least + most) / 2)}
    pm.min_spare_servers = ${least}
    pm.max_spare_servers = ${most}
  `;
};
const pool = ({ processManager, workers }: Input) => text`
  ; Written by Milepost. It asks before it replaces what was changed here by hand.
  [www]
  pm = ${processManager}
  pm.max_children = ${workers}
  ${processManager === 'dynamic' && spare(workers)}
`;

const configuration = (input: Input) => {
  const { replaceEdited } = input;
  return [
    ...(['fpm', 'cli'] as const).map((sapi) =>
      file.content(iniOf(input, sapi), ini(input), { replaceEdited }),
    ),
    file.content(poolOf(input), pool(input), { replaceEdited }),
    control.accepts(serviceOf(input)),
  ];
};
const running = (input: Input) => {
  const { unit, reads, onChange, reloadStartsProcesses } = serviceOf(input);
  const options = { configFiles: reads, onChange, reloadStartsProcesses };
  return step.startService(title(input), systemd.running(unit, options));
};
const answers = (input: Input) =>
  step.verify(
    php.answersOn(socketOf(input), {
      ...{ version: input.version, modules: input.extensions },
      settings: { memory_limit: `${input.memoryLimitMb}M`, upload_max_filesize: `${input.uploadMb}M` },
    }),
  );

/** Those that the form asks for. */
const installedExtensions = (version: string) =>
  fact(sh`dpkg-query -W -f '\${db:Status-Status} \${Package}\n' ${`php${version}-*`}`, (output) =>
    Object.keys(EXTENSIONS).filter((name) => output.includes(`installed php${version}-${name}\n`)),
  );

const unwanted = (former: Input, wanted: Input) =>
  modules(former).filter((name) => !modules(wanted).includes(name));
const removeUnwanted = (former: Input, wanted: Input) => {
  const names = unwanted(former, wanted);
  return names.length > 0 && apt.remove('extensions that are no longer wanted', names);
};

export default definePackage({
  id: 'php_fpm',
  title: 'PHP-FPM',
  category: 'language',
  description: 'PHP for web servers, on a socket of this server. Several versions run side by side.',
  provides: ['fastcgi'],
  input,
  instance: { by: ['version'], title },
  facts: { packaged },
  version: ({ version }) => apt.version(`php${version}-fpm`),
  found: apt.installedVersions('php*-fpm', 'version'),
  foundSettings: ({ version = '' }) => ({
    extensions: installedExtensions(version),
    memoryLimitMb: numberInFile(`${homeOf({ version })}/fpm/php.ini`, /^memory_limit\s*=\s*([0-9]+)M/),
    uploadMb: numberInFile(`${homeOf({ version })}/fpm/php.ini`, /^upload_max_filesize\s*=\s*([0-9]+)M/),
    processManager: inFile(wwwPoolOf({ version }), /^pm\s*=\s*(\w+)/),
    workers: numberInFile(wwwPoolOf({ version }), /^pm.max_children\s*=\s*([0-9]+)/),
  }),
  services: (input) => [serviceOf(input)],
  data: {
    holds: 'The configuration of PHP, with all pools',
    paths: (input) => [homeOf(input)],
    inUse: () => [],
    option: {
      title: 'Remove configuration',
      description:
        'Also remove the directory of this version below /etc/php, with all pools configured there, and its log. Otherwise the next install finds them again.',
    },
  },

  refuse: ({ operation, input, facts: { packaged } }) =>
    operation === 'install' && packaged.length > 0
      ? modules(input)
          .filter((name) => !packaged.includes(name))
          .map((name) => `There is no package ${name} for this server.`)
      : [],

  operations: {
    install: ({ input, installed }) => [
      step.checkSystem(php.poolListensOn(socketOf(input), input.version)),
      apt.install(title(input), packages(input)),
      installed && removeUnwanted(installed.input, input),
      step.configure(title(input), configuration(input)),
      running(input),
      answers(input),
    ],

    update: ({ input }) => [
      apt.update(title(input), packages(input)),
      step.configure(title(input), control.accepts(serviceOf(input))),
      running(input),
      answers(input),
    ],

    uninstall: ({ input, removeData }) => {
      const { unit } = serviceOf(input);
      const lost = `Removes ${homeOf(input)} with all pools configured there.`;
      return [
        step.stopService(title(input), systemd.stopped(unit)),
        apt.remove(title(input), [unit, `php${input.version}-*`], {
          service: serviceOf(input),
          ...(removeData && {
            purge: {
              destructive: lost,
              losses: sh`ls ${homeOf(input)}/fpm/pool.d`.displayAs(`ls ${homeOf(input)}/fpm/pool.d`),
            },
          }),
        }),
        step.removeData(
          removeData && [
            file.absent(homeOf(input), { destructive: lost }),
            file.absent(logOf(input), { destructive: `Removes the log ${logOf(input)}.` }),
          ],
        ),
        step.cleanUp(
          !removeData &&
            filesOf(input).map((path) => file.removedOrRestored(path, { withoutBackup: 'stays' })),
        ),
        apt.removalVerified(unit, serviceOf(input)),
      ];
    },
  },
});
