import { z } from 'zod';
import { definePackage } from '../dsl/define-package';
import * as apt from '../states/apt';
import * as disk from '../states/disk';
import * as file from '../states/file';
import * as nginx from '../states/nginx';
import * as port from '../states/port';
import * as systemd from '../states/systemd';

const CONFIGURATION = '/etc/nginx/nginx.conf';
const PAGE = '/var/www/html/index.html';
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

export default definePackage({
  id: 'nginx',
  title: 'nginx',
  category: 'web',
  description:
    'Web server and reverse proxy. It answers on port 80 with a page of yours until there are sites.',
  scope: 'server',
  credential: 'root',
  supports: ['debian-12', 'debian-13', 'ubuntu-22.04', 'ubuntu-24.04'],
  input: z.object({
    workerProcesses: z
      .string()
      .regex(/^(auto|[1-9][0-9]?)$/, 'Worker processes must be “auto” or a number from 1 to 99.')
      .max(4)
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
  }),

  install: [
    {
      id: 'check_system',
      label: 'Checking the system',
      ensure: () => [port.freeFor(80, 'nginx'), disk.free('/var', 100)],
    },
    {
      id: 'refresh_package_lists',
      label: 'Refreshing package lists',
      ensure: () => apt.refreshed({ packages: ['nginx'] }),
    },
    { id: 'install_software', label: 'Installing nginx', ensure: () => apt.installed('nginx') },
    {
      id: 'configure_service',
      label: 'Writing configuration',
      ensure: ({ input }) => [
        file.line(CONFIGURATION, {
          like: '^[[:space:]]*worker_processes[[:space:]]',
          be: `worker_processes ${input.workerProcesses};`,
        }),
        file.line(CONFIGURATION, {
          like: '^[[:space:]]*worker_connections[[:space:]]',
          be: `\tworker_connections ${input.workerConnections};`,
        }),
        nginx.acceptsConfiguration(),
        file.content(PAGE, page(input.page), { keepUnless: OURS }),
      ],
    },
    {
      id: 'start_service',
      label: 'Starting nginx',
      ensure: () => systemd.running('nginx', { configuredBy: [CONFIGURATION], onChange: 'reload' }),
    },
    {
      id: 'verify_installation',
      label: 'Verifying installation',
      ensure: ({ input }) => port.serves({ port: 80, body: page(input.page) }),
    },
  ],

  uninstall: [
    { id: 'stop_service', label: 'Stopping nginx', ensure: () => systemd.stopped('nginx') },
    {
      id: 'remove_packages',
      label: 'Removing packages',
      ensure: () =>
        apt.removed(['nginx', 'nginx-*', 'libnginx-mod-*'], {
          purge: true,
          destructive: 'Removes /etc/nginx with the sites configured there, and nginx’s logs.',
        }),
    },
    {
      id: 'clean_up',
      label: 'Cleaning up',
      ensure: () => file.restored(PAGE, { keepUnless: OURS }),
    },
    {
      id: 'complete_uninstallation',
      label: 'Uninstallation complete',
      ensure: () => [apt.gone('nginx'), port.closedBy('nginx')],
    },
  ],

  record: ({ input: { workerProcesses, workerConnections } }) => ({
    version: apt.version('nginx'),
    configuration: { port: 80, workerProcesses, workerConnections },
  }),
});
