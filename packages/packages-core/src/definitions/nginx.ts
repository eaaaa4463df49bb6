import { z } from 'zod';
import { definePackage } from '../dsl/define-package';
import { replaceEdited } from '../dsl/replace-edited';
import * as apt from '../states/apt/packages';
import { noneHalfInstalled } from '../states/apt/health';
import { installable } from '../states/apt/installable';
import { removable } from '../states/apt/removable';
import * as disk from '../states/disk';
import * as file from '../states/file/files';
import * as http from '../states/http';
import * as nginx from '../states/nginx/server';
import * as debianSite from '../states/nginx/debian-site';
import * as site from '../states/nginx/default-site';
import { directive, settable } from '../states/nginx/directive';
import type { Directive } from '../states/nginx/directive';
import { DOCUMENT_ROOT, HOME, MAIN_FILE, SITE } from '../states/nginx/paths';
import { noOtherDefault } from '../states/nginx/sites';
import * as port from '../states/port';
import * as systemd from '../states/systemd/services';
import { documentRootRemoved } from '../states/nginx/document-root';

const PAGE = `${DOCUMENT_ROOT}/index.html`;
/** Where earlier versions of Milepost wrote the page. Other web servers serve this directory as well. */
const FORMER_PAGE = '/var/www/html/index.html';
const PACKAGES = ['nginx', 'nginx-*', 'libnginx-mod-*'];
const OURS = '<!-- Written by Milepost -->';

const DEFAULT_PAGE = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <title>It works</title>
  </head>
  <body>
    <h1>It works</h1>
    <p>nginx is ready. There is no site here yet.</p>
  </body>
</html>`;

const page = (text: string) => `${text}\n${OURS}\n`;

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
];

export default definePackage({
  id: 'nginx',
  title: 'nginx',
  category: 'web',
  description: 'Web server and reverse proxy. It answers with a page of yours until there are sites.',
  scope: 'server',
  credential: 'root',
  supports: ['debian-12', 'debian-13', 'ubuntu-22.04', 'ubuntu-24.04'],
  input: z.object({
    port: z.int().min(1).max(65_535).default(80).meta({
      title: 'Port',
      description: 'Where nginx answers with the default page. Other sites keep their ports.',
    }),
    workerProcesses: z
      .string()
      .max(4)
      .regex(/^(auto|[1-9][0-9]?)$/, 'Worker processes must be “auto” or a number from 1 to 99.')
      .default('auto')
      .meta({ title: 'Worker processes', description: '“auto” is one for each processor core.' }),
    workerConnections: z.int().min(64).max(65_535).default(768).meta({
      title: 'Worker connections',
      description: 'Connections that each worker process keeps open at once, those to backends included.',
      unit: 'connections',
    }),
    page: z.string().min(1).max(20_000).default(DEFAULT_PAGE).meta({
      title: 'Default page',
      description: 'What nginx answers with: HTML or plain text.',
      multiline: true,
    }),
    replaceEdited,
  }),

  uninstallInput: z.object({
    removeData: z
      .boolean()
      .default(false)
      .meta({
        title: 'Remove configuration and sites',
        description: `Also remove ${HOME} with all sites configured there, and the logs. Otherwise the next install finds them again.`,
      }),
  }),

  install: [
    {
      id: 'check_system',
      label: 'Checking the system',
      ensure: ({ input }) => [
        noneHalfInstalled({ packages: ['nginx'] }),
        port.availableFor(input.port, 'nginx', { field: 'port' }),
        nginx.existingConfigValid(input.port),
        settable(MAIN_FILE, directives(input)),
        noOtherDefault({ port: input.port, field: 'port' }),
        file.replaceable(PAGE, page(input.page), { replaceEdited: input.replaceEdited }),
        disk.freeFor(['nginx'], 100),
        installable(['nginx']),
      ],
    },
    {
      id: 'refresh_package_lists',
      label: 'Refreshing package lists',
      ensure: () => apt.updated({ packages: ['nginx'] }),
    },
    {
      id: 'install_software',
      label: 'Installing nginx',
      ensure: ({ input }) => [
        debianSite.debianSiteDisabled(input.port, 'port'),
        apt.installed(['nginx']),
        debianSite.placeholderRemoved(),
      ],
    },
    {
      id: 'configure_service',
      label: 'Writing configuration',
      ensure: ({ input }) => [
        ...directives(input).map((wanted) => directive(MAIN_FILE, wanted)),
        file.removedOrRestored(FORMER_PAGE, { withoutBackup: 'removed' }),
        file.directory(DOCUMENT_ROOT),
        file.content(PAGE, page(input.page), { replaceEdited: input.replaceEdited }),
        site.defaultSite(input.port, 'port'),
        nginx.configValid(),
      ],
    },
    {
      id: 'start_service',
      label: 'Starting nginx',
      ensure: () => nginx.running([MAIN_FILE, SITE]),
    },
    {
      id: 'verify_installation',
      label: 'Verifying installation',
      ensure: ({ input }) =>
        http.responds({ port: input.port, body: page(input.page), explain: nginx.explainFailure() }),
    },
  ],

  uninstall: [
    {
      id: 'check_system',
      label: 'Checking the system',
      ensure: () => removable(PACKAGES, { unit: 'nginx', program: '/usr/sbin/nginx' }),
    },
    { id: 'stop_service', label: 'Stopping nginx', ensure: () => systemd.stopped('nginx') },
    {
      id: 'remove_packages',
      label: 'Removing packages',
      ensure: ({ input }) =>
        apt.removed(
          PACKAGES,
          input.removeData
            ? {
                purge: true,
                destructive: `Removes ${HOME} with the sites configured there, and nginx’s logs.`,
                losses: nginx.enabledSites(),
              }
            : { purge: false },
        ),
    },
    {
      id: 'clean_up',
      label: 'Cleaning up',
      ensure: () =>
        [
          ...[site.defaultSiteRemoved(), debianSite.debianSiteEnabled()],
          ...[file.removedOrRestored(PAGE, { withoutBackup: 'removed' }), documentRootRemoved()],
          file.removedOrRestored(FORMER_PAGE, { withoutBackup: 'removed' }),
        ].map((state) => ({ ...state, leftoverLabel: 'the default site with its page' })),
    },
    {
      id: 'complete_uninstallation',
      label: 'Uninstallation complete',
      ensure: () => [apt.notInstalled('nginx'), port.noProcessesOf('nginx')],
    },
  ],

  record: ({ input: { port: listening, workerProcesses, workerConnections } }) => ({
    version: apt.version('nginx'),
    copies: file.listBackups(MAIN_FILE, SITE, PAGE),
    configuration: { port: listening, workerProcesses, workerConnections },
  }),
});
