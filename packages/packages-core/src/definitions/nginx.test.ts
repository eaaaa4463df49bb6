import { describe, expect, test } from 'vitest';
import { compile } from '../dsl/compile';
import { parseInput } from '../dsl/input';
import { factsOf } from '../dsl/testing/samples';
import { testPlans, testRefusals } from '../dsl/testing/table';
import nginx from './nginx';

const BEFORE = {
  'Checking the system': ['ss -ltnp sport = :80', 'df /var'],
  'Refreshing package lists': ['apt-get update'],
  'Installing nginx': ['apt-get install --no-install-recommends nginx'],
};
const AFTER = {
  'Starting nginx': ['systemctl enable nginx && systemctl reload-or-restart nginx'],
  'Verifying installation': ['curl http://127.0.0.1:80/'],
};

testPlans(nginx, [
  {
    name: 'installing with everything chosen',
    kind: 'install',
    input: { workerProcesses: '4', workerConnections: 2048, page: '<h1>Hello</h1>' },
    plan: {
      ...BEFORE,
      'Writing configuration': [
        'in /etc/nginx/nginx.conf: worker_processes 4;',
        'in /etc/nginx/nginx.conf: worker_connections 2048;',
        'nginx -t',
        'write /var/www/html/index.html (0644 root:root)\n<h1>Hello</h1>\n<!-- Written by Milepost -->\n',
      ],
      ...AFTER,
    },
  },
  {
    name: 'uninstalling',
    kind: 'uninstall',
    input: {},
    plan: {
      'Stopping nginx': ['systemctl disable --now nginx'],
      'Removing packages': ['apt-get purge nginx nginx-* libnginx-mod-*'],
      'Cleaning up': [
        'put /var/www/html/index.html.before-milepost back, or remove /var/www/html/index.html',
      ],
      'Uninstallation complete': ['dpkg-query -W nginx', 'ss -ltnp'],
    },
  },
]);

testRefusals(nginx, [
  {
    input: { workerProcesses: 'many', workerConnections: 1, page: '' },
    says: {
      workerProcesses: 'Worker processes must be “auto” or a number from 1 to 99.',
      workerConnections: 'Worker connections must be at least 64.',
      page: 'Default page is required.',
    },
  },
  {
    kind: 'uninstall',
    input: { removeData: true },
    says: { removeData: 'There is no field named “removeData”.' },
  },
]);

describe('by default', () => {
  const parsed = parseInput(nginx, {});
  if (!parsed.ok) throw new Error('The defaults are refused.');
  const plan = compile({
    definition: nginx,
    kind: 'install',
    input: parsed.input,
    facts: factsOf('debian-12'),
  });

  test('a worker for each core, and a page of its own', () => {
    expect(parsed.publicInput).toMatchObject({ workerProcesses: 'auto', workerConnections: 768 });
    expect(parsed.publicInput.page).toContain('<h1>It works</h1>');
  });

  test('the record has the port and the settings, not the page', () => {
    expect(plan.record.configuration).toEqual({ port: 80, workerProcesses: 'auto', workerConnections: 768 });
    expect(plan.record.version?.shown).toContain('nginx');
  });
});

test('the ids of its milestones are permanent', () => {
  expect([nginx.install, nginx.uninstall].map((milestones) => milestones.map(({ id }) => id))).toEqual([
    [
      'check_system',
      'refresh_package_lists',
      'install_software',
      'configure_service',
      'start_service',
      'verify_installation',
    ],
    ['stop_service', 'remove_packages', 'clean_up', 'complete_uninstallation'],
  ]);
});
