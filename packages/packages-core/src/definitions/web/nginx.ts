import { z } from 'zod';
import { definePackage } from '../../dsl/define-package';
import { inFile, numberInFile } from '../../dsl/facts/in-file';
import { defaultPage, pageFile } from '../../dsl/form/default-page';
import { field } from '../../dsl/form/fields';
import { tcp } from '../../dsl/package/listen';
import * as apt from '../../dsl/recipes/apt-steps';
import { replaceEdited } from '../../dsl/form/replace-edited';
import { service } from '../../dsl/services/service';
import { sh } from '../../dsl/sh';
import { step } from '../../dsl/steps/step';
import { path, stamp } from '../../dsl/values/path';
import { archived } from '../../states/file/archived';
import * as file from '../../states/file/files';
import * as http from '../../states/http';
import * as debianSite from '../../states/nginx/debian-site';
import * as site from '../../states/nginx/default-site';
import { directive, settable } from '../../states/nginx/directive';
import type { Directive } from '../../states/nginx/directive';
import { DOCUMENT_ROOT, HOME, MAIN_FILE, SITE } from '../../states/nginx/paths';
import * as nginx from '../../states/nginx/server';
import { noOtherDefault } from '../../states/nginx/sites';
import * as systemd from '../../states/systemd/services';
import { documentRootRemoved } from '../../states/web/document-root';

const PAGE = `${DOCUMENT_ROOT}/index.html`;
/** Where earlier versions of Milepost wrote the page. Other web servers serve this directory as well. */
const FORMER_PAGE = '/var/www/html/index.html';
const BACKUPS = '/var/backups/milepost';
const COPY = path`${BACKUPS}/nginx-${stamp}.tar.gz`;
const PACKAGES = ['nginx', 'nginx-*', 'libnginx-mod-*'];
/** Definitions that write below /etc/nginx reload it afterwards. */
export const NGINX = service('nginx', {
  reads: [MAIN_FILE, SITE],
  onChange: 'reload',
  reloadStartsProcesses: true,
  validate: sh`nginx -t -q`,
  program: '/usr/sbin/nginx',
});

/** What systemd lets a process of nginx open, unless nginx asks for more. */
const OPEN_FILES = 1024;

interface Settings {
  workerProcesses: string;
  workerConnections: number;
}

const directives = ({ workerProcesses, workerConnections }: Settings): Directive[] => [
  { section: 'main', name: 'worker_processes', value: workerProcesses, field: 'workerProcesses' },
  {
    section: 'events',
    name: 'worker_connections',
    value: String(workerConnections),
    field: 'workerConnections',
  },
  // More than a process may have open by default. A connection to a backend takes a second file.
  ...(workerConnections > OPEN_FILES
    ? [
        {
          ...({ section: 'main', field: 'workerConnections' } as const),
          ...{ name: 'worker_rlimit_nofile', value: String(2 * workerConnections) },
        },
      ]
    : []),
];

const input = z.object({
  port: field.port({
    default: 80,
    description: 'Where nginx answers with the default page. Other sites keep their ports.',
  }),
  workerProcesses: field.line({
    title: 'Worker processes',
    description: '“auto” is one for each processor core.',
    ...{ max: 4, default: 'auto', like: /^(auto|[1-9][0-9]?)$/ },
    message: 'Worker processes must be “auto” or a number from 1 to 99.',
  }),
  workerConnections: field.int({
    title: 'Worker connections',
    description: 'Connections that each worker process keeps open at once, those to backends included.',
    ...{ unit: 'connections', min: 64, max: 65_535, default: 768 },
  }),
  page: defaultPage('nginx'),
  replaceEdited,
});
type Input = z.output<typeof input>;

const running = () => step.startService('nginx', nginx.running(NGINX.reads));
const responds = (input: Input) =>
  http.responds({ port: input.port, body: pageFile(input.page), explain: nginx.explainFailure() });

export default definePackage({
  id: 'nginx',
  title: 'nginx',
  category: 'web',
  description: 'Web server and reverse proxy. It answers with a page of yours until there are sites.',
  input,
  version: apt.version('nginx'),
  foundSettings: () => ({
    port: numberInFile(SITE, /^\s*listen\s+([0-9]+)\b/),
    workerProcesses: inFile(MAIN_FILE, /^\s*worker_processes\s+(\w+)\s*;/),
    workerConnections: numberInFile(MAIN_FILE, /^\s*worker_connections\s+([0-9]+)\s*;/),
  }),
  services: [NGINX],
  listens: (input) => [tcp(input.port, { scheme: 'http' })],
  data: {
    holds: 'The sites configured for nginx',
    paths: () => [HOME],
    inUse: () => [],
    option: {
      title: 'Remove configuration and sites',
      description: `Also remove ${HOME} with all sites configured there, and the logs. A copy of ${HOME} is kept in ${BACKUPS}. Otherwise the next install finds them again.`,
    },
  },

  operations: {
    install: ({ input }) => [
      step.checkSystem(
        nginx.existingConfigValid(input.port),
        settable(MAIN_FILE, directives(input)),
        noOtherDefault({ port: input.port, field: 'port' }),
      ),
      apt.install('nginx', 'nginx', {
        before: [debianSite.debianSiteDisabled(input.port, 'port')],
        after: [debianSite.placeholderRemoved()],
      }),
      step.configure(
        'nginx',
        directives(input).map((wanted) => directive(MAIN_FILE, wanted)),
        file.removedOrRestored(FORMER_PAGE, { withoutBackup: 'removed' }),
        file.directory(DOCUMENT_ROOT),
        file.content(PAGE, pageFile(input.page), { replaceEdited: input.replaceEdited }),
        site.defaultSite(input.port, 'port'),
        nginx.configValid(),
      ),
      running(),
      step.verify(responds(input)),
    ],

    update: ({ input }) => [
      apt.update('nginx', 'nginx'),
      step.configure('nginx', nginx.configValid()),
      running(),
      step.verify(responds(input)),
    ],

    uninstall: ({ removeData }) => [
      step.backUp('the configuration', removeData && archived(HOME, { to: COPY })),
      step.stopService('nginx', systemd.stopped('nginx')),
      apt.remove('nginx', PACKAGES, {
        service: NGINX,
        ...(removeData && {
          purge: {
            destructive: `Removes ${HOME} with the sites configured there, of which a copy is kept in ${COPY.shown}, and nginx’s logs.`,
            losses: nginx.enabledSites(),
          },
        }),
      }),
      step.cleanUp(
        [
          ...[site.defaultSiteRemoved(), debianSite.debianSiteEnabled()],
          ...[file.removedOrRestored(PAGE, { withoutBackup: 'removed' }), documentRootRemoved(DOCUMENT_ROOT)],
          file.removedOrRestored(FORMER_PAGE, { withoutBackup: 'removed' }),
        ].map((state) => ({ ...state, leftoverLabel: 'the default site with its page' })),
      ),
      apt.removalVerified('nginx', NGINX),
    ],
  },
});
