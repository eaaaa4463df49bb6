import { describe, expect, test } from 'vitest';
import { compile } from '../../dsl/compile';
import { defaultInput } from '../../dsl/form/default-input';
import { parseInput } from '../../dsl/input';
import { operationSteps } from '../../dsl/plan/operation-steps';
import { factsOf } from '../../dsl/conformance/samples';
import { testPlans, testRefusals } from '../../dsl/testing/table';
import nginx from './nginx';

const CLEAN_UP = [
  'remove /etc/nginx/sites-available/milepost-default',
  'enable /etc/nginx/sites-enabled/default again',
  'put the former /var/www/milepost-default/index.html back, or remove it',
  'rmdir /var/www/milepost-default',
  'put the former /var/www/html/index.html back, or remove it',
];

testPlans(nginx, [
  {
    name: 'installing with everything chosen',
    kind: 'install',
    input: { port: 8080, workerProcesses: '4', workerConnections: 2048, page: '<h1>Hello</h1>' },
    plan: {
      'Checking the system': [
        'who listens on port 8080',
        'nginx -t',
        'read /etc/nginx/nginx.conf',
        'look for other sites on port 8080',
        'dpkg --audit',
        'df',
        'apt-get -s install nginx',
        'look for edits of /var/www/milepost-default/index.html',
      ],
      'Refreshing package lists': ['apt-get update'],
      'Installing nginx': [
        'disable /etc/nginx/sites-enabled/default, if it is as Debian wrote it',
        'apt-get install --no-install-recommends nginx',
        'remove the link /etc/nginx/sites-enabled/default to /dev/null',
      ],
      'Configuring nginx': [
        'in /etc/nginx/nginx.conf: worker_processes 4;',
        'in /etc/nginx/nginx.conf: worker_connections 2048;',
        'in /etc/nginx/nginx.conf: worker_rlimit_nofile 4096;',
        'put the former /var/www/html/index.html back, or remove it',
        'install -d -m 0755 -o root -g root /var/www/milepost-default',
        'write /var/www/milepost-default/index.html (0644 root:root)\n<h1>Hello</h1>\n<!-- Written by Milepost -->\n',
        'write /etc/nginx/sites-available/milepost-default, listening on port 8080, and enable it',
        'nginx -t',
      ],
      'Starting nginx': ['systemctl enable nginx && systemctl reload-or-restart nginx'],
      'Verifying installation': ['curl http://127.0.0.1:8080/'],
    },
  },
  {
    name: 'updating',
    kind: 'update',
    input: {},
    installed: { port: 8080 },
    plan: {
      'Checking the system': ['dpkg --audit', 'apt-get -s install --only-upgrade nginx'],
      'Refreshing package lists': ['apt-get update'],
      'Updating nginx': ['apt-get install --only-upgrade nginx'],
      'Configuring nginx': ['nginx -t'],
      'Starting nginx': ['systemctl enable nginx && systemctl reload-or-restart nginx'],
      'Verifying installation': ['curl http://127.0.0.1:8080/'],
    },
  },
  ...(['start', 'restart'] as const).map((kind) => ({
    name: `${kind}ing`,
    kind,
    input: {},
    plan: {
      'Checking the system': ['nginx -t -q'],
      [kind === 'start' ? 'Starting nginx' : 'Restarting nginx']: [`systemctl ${kind} nginx`],
      'Verifying installation': ['systemctl is-active nginx, for 2 s'],
    },
  })),
  { name: 'stopping', kind: 'stop', input: {}, plan: { 'Stopping nginx': ['systemctl stop nginx'] } },
  {
    name: 'reloading',
    kind: 'reload',
    input: {},
    plan: { 'Checking the system': ['nginx -t -q'], 'Reloading nginx': ['systemctl reload nginx'] },
  },
  {
    name: 'uninstalling keeps the configuration and the sites',
    kind: 'uninstall',
    input: {},
    plan: {
      'Checking the system': ['apt-get -s remove nginx nginx-* libnginx-mod-*'],
      'Stopping nginx': ['systemctl disable --now nginx'],
      'Removing nginx': ['apt-get remove nginx nginx-* libnginx-mod-*'],
      'Cleaning up': CLEAN_UP,
      'Verifying removal': ['dpkg-query -W nginx', 'processes of nginx.service'],
    },
  },
  {
    name: 'uninstalling with the configuration and the sites',
    kind: 'uninstall',
    input: { removeData: true },
    plan: {
      'Checking the system': ['apt-get -s remove nginx nginx-* libnginx-mod-*'],
      'Backing up the configuration': ['tar -czf /var/backups/milepost/nginx-‹time›.tar.gz /etc/nginx'],
      'Stopping nginx': ['systemctl disable --now nginx'],
      'Removing nginx': ['apt-get purge nginx nginx-* libnginx-mod-*'],
      'Cleaning up': CLEAN_UP,
      'Verifying removal': ['dpkg-query -W nginx', 'processes of nginx.service'],
    },
  },
]);

testRefusals(nginx, [
  {
    input: { port: 0, workerProcesses: 'many', workerConnections: 1, page: '' },
    messages: {
      port: 'Port must be at least 1.',
      workerProcesses: 'Worker processes must be “auto” or a number from 1 to 99.',
      workerConnections: 'Worker connections must be at least 64.',
      page: 'Default page is required.',
    },
  },
  {
    kind: 'uninstall',
    input: { removeData: 'all', purge: true },
    messages: {
      removeData: 'Remove configuration and sites must be yes or no.',
      purge: 'There is no field named “purge”.',
    },
  },
]);

const parsed = parseInput(nginx, {});
if (!parsed.ok) throw new Error('The defaults are refused.');
const DEFAULTS = parsed.input;

describe('by default', () => {
  const plan = compile({
    definition: nginx,
    operation: 'install',
    input: DEFAULTS,
    server: factsOf('debian-12'),
  });

  test('port 80, a worker for each core, and a page of its own', () => {
    expect(parsed.publicInput).toMatchObject({ port: 80, workerProcesses: 'auto', workerConnections: 768 });
    expect(parsed.publicInput.page).toContain('<h1>It works</h1>');
  });

  test('the record has the input, the version and the copies of files', () => {
    expect(plan.record.configuration).toEqual(parsed.publicInput);
    expect(plan.record.version?.display).toContain('nginx');
    expect(plan.record.copies?.display).toBe(
      'look for copies of /etc/nginx/nginx.conf, /var/www/html/index.html, /var/www/milepost-default/index.html, /etc/nginx/sites-available/milepost-default',
    );
  });
});

describe('what an uninstall destroys', () => {
  const destructive = (options: Record<string, unknown>) =>
    compile({
      ...{ definition: nginx, operation: 'uninstall', input: DEFAULTS, options },
      server: factsOf('debian-12'),
    })
      .milestones.flatMap(({ states }) => states)
      .filter((state) => state.destructive !== undefined);

  test('is nothing by default', () => {
    expect(destructive({ removeData: false })).toEqual([]);
  });

  test('is its configuration where that is chosen, with the names of the enabled sites', () => {
    expect(destructive({ removeData: true })).toMatchObject([
      {
        destructive:
          'Removes /etc/nginx with the sites configured there, of which a copy is kept in /var/backups/milepost/nginx-‹time›.tar.gz, and nginx’s logs.',
        losses: { display: 'ls /etc/nginx/sites-enabled' },
      },
    ]);
  });
});

test('an nginx that may not use IPv6 listens on IPv4 alone', () => {
  const plan = compile({
    ...{ definition: nginx, operation: 'install', input: DEFAULTS },
    server: factsOf('debian-12'),
  });
  const failures = plan.milestones.flatMap(({ states }) => states.flatMap((state) => state.failures ?? []));
  const output =
    'nginx[9]: nginx: [emerg] socket() [::]:80 failed (97: Address family not supported by protocol)';
  expect(failures.find(({ pattern }) => new RegExp(pattern).test(output))?.cause).toBe(
    'nginx cannot listen on {address}:{port}: this server has no IPv6',
  );
});

test('the ids of its milestones are permanent', () => {
  const idsOf = (operation: string) =>
    operationSteps({
      definition: nginx,
      operation,
      input: defaultInput(nginx),
      server: factsOf('debian-12'),
    }).map(({ id }) => id);
  expect(idsOf('install')).toEqual([
    'check_system',
    'refresh_package_lists',
    'install_software',
    'configure_service',
    'start_service',
    'verify_installation',
  ]);
  expect(idsOf('update')).toEqual([
    'check_system',
    'refresh_package_lists',
    'update_software',
    'configure_service',
    'start_service',
    'verify_installation',
  ]);
  expect(idsOf('uninstall')).toEqual([
    'check_system',
    'stop_service',
    'remove_packages',
    'clean_up',
    'complete_uninstallation',
  ]);
});
