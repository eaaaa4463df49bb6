import { z } from 'zod';
import { definePackage } from '../../dsl/define-package';
import { defaultPage, pageFile } from '../../dsl/form/default-page';
import { field } from '../../dsl/form/fields';
import { replaceEdited } from '../../dsl/form/replace-edited';
import { tcp } from '../../dsl/package/listen';
import * as apt from '../../dsl/recipes/apt-steps';
import { service } from '../../dsl/services/service';
import { sequence, sh } from '../../dsl/sh';
import { step } from '../../dsl/steps/step';
import { path, stamp } from '../../dsl/values/path';
import { text } from '../../dsl/values/text';
import * as debian from '../../states/apache/debian-site';
import * as modules from '../../states/apache/modules';
import {
  DOCUMENT_ROOT,
  HOME,
  LISTEN,
  PORTS,
  SITE,
  WORKERS,
  enabled,
  target,
} from '../../states/apache/paths';
import * as apache from '../../states/apache/server';
import * as sites from '../../states/apache/sites';
import { archived } from '../../states/file/archived';
import * as file from '../../states/file/files';
import { link, linkOriginal } from '../../states/file/link';
import * as http from '../../states/http';
import { current } from '../../states/systemd/configuration';
import * as control from '../../states/systemd/control';
import * as systemd from '../../states/systemd/services';
import { documentRootRemoved } from '../../states/web/document-root';

const PAGE = `${DOCUMENT_ROOT}/index.html`;
const BACKUPS = '/var/backups/milepost';
const COPY = path`${BACKUPS}/apache-${stamp}.tar.gz`;
/** `apache2-utils` stays: other software uses its htpasswd. */
const PACKAGES = ['apache2', 'apache2-bin', 'apache2-data', 'libapache2-mod-*'];

/** Of those that come with Apache. What Debian enables by itself (alias, dir, mime, status …) is not asked for. */
const MODULES = {
  actions: 'actions: a script for a kind of file',
  auth_digest: 'auth_digest',
  authnz_ldap: 'authnz_ldap: logins from LDAP',
  brotli: 'brotli: compression',
  cache_disk: 'cache_disk: cache on disk',
  cgid: 'cgid: CGI scripts',
  dav_fs: 'dav_fs: WebDAV',
  expires: 'expires: how long browsers keep a file',
  headers: 'headers: set and remove headers',
  http2: 'http2: HTTP/2',
  include: 'include: server-side includes',
  lbmethod_byrequests: 'lbmethod_byrequests: balances over several backends',
  macro: 'macro: repeated pieces of configuration',
  proxy_fcgi: 'proxy_fcgi: PHP-FPM and other FastCGI',
  proxy_http: 'proxy_http: reverse proxy',
  proxy_wstunnel: 'proxy_wstunnel: WebSockets through the proxy',
  ratelimit: 'ratelimit: bandwidth',
  remoteip: 'remoteip: addresses of clients behind a proxy',
  rewrite: 'rewrite: rules for URLs',
  speling: 'speling: corrects misspelled URLs',
  ssl: 'ssl: TLS, on port 443',
  substitute: 'substitute: replaces text in answers',
  unique_id: 'unique_id: a number for each request',
  vhost_alias: 'vhost_alias: sites by the name of a directory',
};

/** What the default site needs. Debian enables it by itself; somebody may have disabled it. */
const NEEDED = ['authz_core', 'dir', 'mime'];

const input = z.object({
  port: field.port({
    default: 80,
    description: 'Where Apache answers with the default page. Other sites keep their ports.',
  }),
  modules: field.someOf(MODULES, {
    title: 'Modules',
    description: 'Those that Debian enables by itself, such as alias, dir and mime, are there in any case.',
    default: ['headers', 'rewrite'],
  }),
  mpm: field.oneOf(
    {
      event: 'event: threads, idle connections take none',
      worker: 'worker: threads, one for each connection',
      prefork: 'prefork: processes, for modules that know no threads',
    },
    {
      title: 'Multi-processing module (MPM)',
      description: 'How requests are shared out. A change restarts Apache.',
      default: 'event',
    },
  ),
  workers: field.int({
    ...{ title: 'Most workers', unit: 'requests', min: 1, max: 10_000, default: 150 },
    description:
      'So many requests are answered at the same time. With threads it is rounded up to whole processes.',
  }),
  page: defaultPage('Apache'),
  replaceEdited,
});
type Input = z.output<typeof input>;

/** A change of these takes a restart. */
const READS_AT_START = [`${modules.MODULES}/mpm_*`, enabled(WORKERS), WORKERS];

/** Definitions that write below /etc/apache2 reload it afterwards. */
export const APACHE = service('apache2', {
  reads: [
    ...[`${HOME}/apache2.conf`, PORTS, `${modules.MODULES}/*`, `${HOME}/conf-enabled/*.conf`],
    ...[`${HOME}/sites-enabled/*.conf`, LISTEN, SITE],
  ],
  onChange: 'reload',
  reloadStartsProcesses: true,
  validate: apache.accepted(),
  logs: [apache.ERROR_LOG],
  program: '/usr/sbin/apache2',
});

const threadsOf = (workers: number) => {
  const processes = Math.ceil(workers / 25);
  const threads = Math.ceil(workers / processes);
  const total = processes * threads;
  const spare = Math.max(1, Math.floor(total / 6));
  return { processes, threads, total, spare };
};

/** With Debian's numbers for 150. A process that ends keeps its place until its last request is answered, so event has room for more. */
const threaded = (mpm: 'event' | 'worker', workers: number) => {
  const { processes, threads, total, spare } = threadsOf(workers);
  return text`
    StartServers ${Math.min(2, processes)}
    ServerLimit ${Math.max(16, mpm === 'event' ? 2 * processes : processes)}
    ThreadsPerChild ${threads}
    MaxRequestWorkers ${total}
    MinSpareThreads ${spare}
    MaxSpareThreads ${Math.max(3 * spare, spare + threads)}
  `;
};
const forked = (workers: number) => {
  const spare = Math.max(1, Math.floor(workers / 30));
  return text`
    StartServers ${spare}
    ServerLimit ${Math.max(256, workers)}
    MaxRequestWorkers ${workers}
    MinSpareServers ${spare}
    MaxSpareServers ${2 * spare}
  `;
};
/** Only where that MPM is enabled: others do not know these lines. */
const numbers = ({ mpm, workers }: Input) => text`
  # Written by Milepost. It asks before it replaces what was changed here by hand.
  <IfModule mpm_${mpm}_module>
    ${mpm === 'prefork' ? forked(workers) : threaded(mpm, workers)}
  </IfModule>
`;
const mostWorkers = ({ mpm, workers }: Input) => (mpm === 'prefork' ? workers : threadsOf(workers).total);

const unwanted = (former: Input, wanted: Input) =>
  former.modules.filter((name) => !wanted.modules.includes(name));

const configuration = (input: Input, former: Input | null) => {
  const { port, replaceEdited } = input;
  const workers = file.content(WORKERS, numbers(input), { replaceEdited });
  const elsewhere = modules.workersElsewhere(mostWorkers(input), { field: 'workers' });
  const others = former ? unwanted(former, input) : [];
  return [
    // Once more, now that Apache is there: with a configuration that was kept nobody could tell before.
    ...[apache.existingConfigValid(), sites.noOtherDefault({ port, field: 'port' })],
    others.length > 0 && modules.modulesDisabled(others),
    modules.mpm(input.mpm, { field: 'mpm' }),
    modules.modulesEnabled([...NEEDED, ...input.modules]),
    { ...workers, preview: sequence(elsewhere, workers.preview ?? sh`:`) },
    link(enabled(WORKERS), { to: target(WORKERS) }),
    debian.debianPort(port),
    ...sites.listens(port, { replaceEdited }),
    file.directory(DOCUMENT_ROOT),
    file.content(PAGE, pageFile(input.page), { replaceEdited }),
    ...sites.defaultSite({ port, field: 'port' }, { replaceEdited }),
    control.accepts(APACHE),
  ];
};

const running = () => {
  const { unit, reads, logs } = APACHE;
  return step.startService(
    'Apache',
    systemd.running(unit, { configFiles: READS_AT_START, logs }),
    current(unit, { configFiles: reads, onChange: 'reload', reloadStartsProcesses: true, logs }),
  );
};
const responds = ({ port, page }: Input) => step.verify(http.responds({ port, body: pageFile(page) }));

export default definePackage({
  id: 'apache',
  title: 'Apache',
  category: 'web',
  description: 'Web server. It answers with a page of yours until there are sites.',
  input,
  version: apt.version('apache2'),
  services: [APACHE],
  // Debian's ports.conf opens port 443 as soon as there is the module.
  listens: ({ port, modules }) => [
    tcp(port, { scheme: 'http', field: 'port' }),
    ...(modules.includes('ssl') && port !== 443 ? [tcp(443, { field: 'modules' })] : []),
  ],
  data: {
    holds: 'The configuration of Apache, with all sites',
    paths: () => [HOME],
    inUse: () => [],
    option: {
      title: 'Remove configuration and sites',
      description: `Also remove ${HOME} with all sites configured there, and the logs. A copy of ${HOME} is kept in ${BACKUPS}. Otherwise the next install finds them again.`,
    },
  },

  refuse: ({ operation, input: { modules, mpm, port } }) => [
    operation === 'install' &&
      modules.includes('http2') &&
      mpm === 'prefork' &&
      'HTTP/2 does not work with the MPM prefork: choose event or worker, or leave the module http2 out.',
    operation === 'install' &&
      modules.includes('ssl') &&
      port === 443 &&
      'With the module ssl, Apache listens on port 443 for TLS: choose another port for the default page.',
  ],

  operations: {
    install: ({ input, installed }) => [
      step.checkSystem(
        apache.existingConfigValid(),
        modules.mpmPossible(input.mpm, { field: 'mpm' }),
        sites.noOtherDefault({ port: input.port, field: 'port' }),
      ),
      apt.install('Apache', 'apache2', {
        before: [debian.debianSiteDisabled(input.port, 'port')],
        after: [debian.placeholderRemoved()],
      }),
      step.configure('Apache', configuration(input, installed?.input ?? null)),
      running(),
      responds(input),
    ],

    update: ({ input }) => [
      apt.update('Apache', 'apache2'),
      step.configure('Apache', control.accepts(APACHE)),
      running(),
      responds(input),
    ],

    uninstall: ({ removeData }) => [
      step.backUp(
        'the configuration',
        removeData && archived(HOME, { to: COPY, unless: apache.configurationIsRemoved() }),
      ),
      step.stopService('Apache', systemd.stopped('apache2')),
      apt.remove('Apache', PACKAGES, {
        service: APACHE,
        ...(removeData && {
          purge: {
            destructive: `Removes ${HOME} with the sites configured there, of which a copy is kept in ${COPY.shown}, and Apache’s logs.`,
            losses: apache.enabledSites(),
          },
        }),
      }),
      step.removeData(
        removeData &&
          apache.configurationRemoved({
            destructive: `Removes what people have configured in ${HOME}. A copy is kept in ${COPY.shown}.`,
          }),
      ),
      step.cleanUp(
        [
          ...[...sites.defaultSiteRemoved(), ...sites.listensRemoved()],
          ...[linkOriginal(enabled(WORKERS)), file.original(WORKERS)],
          ...[debian.debianPortRestored(), debian.debianSiteEnabled()],
          ...[file.original(PAGE), documentRootRemoved(DOCUMENT_ROOT)],
        ].map((state) => ({ ...state, leftoverLabel: 'the default site with its page and settings' })),
      ),
      apt.removalVerified('apache2', APACHE),
    ],
  },
});
