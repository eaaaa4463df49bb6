import { expect, test } from 'vitest';
import { compile } from '../../dsl/compile';
import { parseInput } from '../../dsl/input';
import { operationSteps } from '../../dsl/plan/operation-steps';
import { factsOf } from '../../dsl/conformance/samples';
import { testPlans, testRefusals } from '../../dsl/testing/table';
import apache from './apache';

const input = (given: Record<string, unknown> = {}) => {
  const parsed = parseInput(apache, given);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.issues));
  return parsed.input;
};

const workers = (lines: string[], mpm = 'event') =>
  [
    'write /etc/apache2/conf-available/milepost-workers.conf (0644 root:root)',
    '# Written by Milepost. It asks before it replaces what was changed here by hand.',
    `<IfModule mpm_${mpm}_module>`,
    ...lines.map((line) => `  ${line}`),
    '</IfModule>\n',
  ].join('\n');
const DEBIAN_WORKERS = [
  ...['StartServers 2', 'ServerLimit 16', 'ThreadsPerChild 25', 'MaxRequestWorkers 150'],
  ...['MinSpareThreads 25', 'MaxSpareThreads 75'],
];
const listen = (port: number) =>
  `write /etc/apache2/conf-available/milepost-listen.conf (0644 root:root)\n# Written by Milepost: the port of its default site.\nListen ${port}\n`;
const site = (port: number) => `write /etc/apache2/sites-available/000-milepost.conf (0644 root:root)
# Written by Milepost: the default site. It answers what no other site answers.
<VirtualHost *:${port}>
  ServerName milepost-default.invalid
  DocumentRoot /var/www/milepost-apache
  DirectoryIndex index.html
  ErrorLog \${APACHE_LOG_DIR}/error.log
  CustomLog \${APACHE_LOG_DIR}/access.log combined
  <Directory /var/www/milepost-apache>
    Options None
    AllowOverride None
    Require all granted
  </Directory>
</VirtualHost>
`;
const checks = (mpm: string, port: number, ...ports: number[]) => [
  ...[port, ...ports].map((each) => `who listens on port ${each}`),
  'apache2ctl configtest',
  'grep Depends /etc/apache2/mods-enabled/*.load',
  `look for other sites on port ${port}`,
  'dpkg --audit',
  'df',
  'apt-get -s install apache2',
  'look for edits of /etc/apache2/conf-available/milepost-workers.conf',
  'look for edits of /etc/apache2/conf-available/milepost-listen.conf',
  'look for edits of /var/www/milepost-apache/index.html',
  'look for edits of /etc/apache2/sites-available/000-milepost.conf',
];
const before = (port: number) => ['apache2ctl configtest', `look for other sites on port ${port}`];
const after = (port: number) => [
  'ln -sfn ../conf-available/milepost-workers.conf /etc/apache2/conf-enabled/milepost-workers.conf',
  port === 80
    ? 'in /etc/apache2/ports.conf: Listen 80'
    : 'in /etc/apache2/ports.conf: Listen 80 as a comment, unless a site is on port 80',
  listen(port),
  `a2enconf milepost-listen, unless another file says “Listen ${port}”`,
  'install -d -m 0755 -o root -g root /var/www/milepost-apache',
  'write /var/www/milepost-apache/index.html (0644 root:root)\n<h1>Hello</h1>\n<!-- Written by Milepost -->\n',
  site(port),
  'ln -sfn ../sites-available/000-milepost.conf /etc/apache2/sites-enabled/000-milepost.conf',
  'apache2ctl configtest',
];
const INSTALLING = {
  'Refreshing package lists': ['apt-get update'],
  'Installing Apache': [
    'disable /etc/apache2/sites-enabled/000-default.conf, if it is as Debian wrote it',
    'apt-get install --no-install-recommends apache2',
    'remove the placeholder /etc/apache2/sites-enabled/000-default.conf',
  ],
};
const STARTING = {
  'Starting Apache': [
    'systemctl enable apache2 && systemctl restart apache2',
    'systemctl reload-or-restart apache2 if it runs',
  ],
};
const CHECK_REMOVAL = {
  'Checking the system': ['apt-get -s remove apache2 apache2-bin apache2-data libapache2-mod-*'],
};
const REMOVED = {
  'Cleaning up': [
    'point /etc/apache2/sites-enabled/000-milepost.conf to what it pointed to before, or rm /etc/apache2/sites-enabled/000-milepost.conf',
    'put the former /etc/apache2/sites-available/000-milepost.conf back, or remove it',
    'rm -f /etc/apache2/conf-enabled/milepost-listen.conf',
    'put the former /etc/apache2/conf-available/milepost-listen.conf back, or remove it',
    'point /etc/apache2/conf-enabled/milepost-workers.conf to what it pointed to before, or rm /etc/apache2/conf-enabled/milepost-workers.conf',
    'put the former /etc/apache2/conf-available/milepost-workers.conf back, or remove it',
    'in /etc/apache2/ports.conf: Listen 80',
    'enable /etc/apache2/sites-enabled/000-default.conf again',
    'put the former /var/www/milepost-apache/index.html back, or remove it',
    'rmdir /var/www/milepost-apache',
  ],
  'Verifying removal': ['dpkg-query -W apache2', 'processes of apache2.service'],
};

testPlans(apache, [
  {
    name: 'installing',
    kind: 'install',
    input: { page: '<h1>Hello</h1>' },
    plan: {
      'Checking the system': checks('event', 80),
      ...INSTALLING,
      'Configuring Apache': [
        ...before(80),
        'a2enmod mpm_event, after a2dismod of another MPM',
        'a2enmod authz_core dir mime headers rewrite',
        workers(DEBIAN_WORKERS),
        ...after(80),
      ],
      ...STARTING,
      'Verifying installation': ['curl http://127.0.0.1:80/'],
    },
  },
  {
    name: 'changing port, modules, MPM and workers',
    kind: 'install',
    input: { port: 8080, modules: ['ssl'], mpm: 'prefork', workers: 300, page: '<h1>Hello</h1>' },
    installed: { modules: ['rewrite', 'headers', 'ssl'] },
    plan: {
      'Checking the system': checks('prefork', 8080, 443),
      ...INSTALLING,
      'Configuring Apache': [
        ...before(8080),
        'a2dismod rewrite headers',
        'a2enmod mpm_prefork, after a2dismod of another MPM',
        'a2enmod authz_core dir mime ssl',
        workers(
          [
            ...['StartServers 10', 'ServerLimit 300', 'MaxRequestWorkers 300'],
            ...['MinSpareServers 10', 'MaxSpareServers 20'],
          ],
          'prefork',
        ),
        ...after(8080),
      ],
      ...STARTING,
      'Verifying installation': ['curl http://127.0.0.1:8080/'],
    },
  },
  {
    name: 'updating',
    kind: 'update',
    input: {},
    installed: { port: 8080 },
    plan: {
      'Checking the system': ['dpkg --audit', 'apt-get -s install --only-upgrade apache2'],
      'Refreshing package lists': ['apt-get update'],
      'Updating Apache': ['apt-get install --only-upgrade apache2'],
      'Configuring Apache': ['apache2ctl configtest'],
      ...STARTING,
      'Verifying installation': ['curl http://127.0.0.1:8080/'],
    },
  },
  ...(['start', 'restart'] as const).map((kind) => ({
    name: `${kind}ing`,
    kind,
    input: {},
    plan: {
      'Checking the system': ['apache2ctl configtest'],
      [kind === 'start' ? 'Starting Apache' : 'Restarting Apache']: [`systemctl ${kind} apache2`],
      'Verifying installation': ['systemctl is-active apache2, for 2 s'],
    },
  })),
  { name: 'stopping', kind: 'stop', input: {}, plan: { 'Stopping Apache': ['systemctl stop apache2'] } },
  {
    name: 'reloading',
    kind: 'reload',
    input: {},
    plan: {
      'Checking the system': ['apache2ctl configtest'],
      'Reloading Apache': ['systemctl reload apache2'],
    },
  },
  {
    name: 'uninstalling keeps the configuration and the sites',
    kind: 'uninstall',
    input: {},
    plan: {
      ...CHECK_REMOVAL,
      'Stopping Apache': ['systemctl disable --now apache2'],
      'Removing Apache': ['apt-get remove apache2 apache2-bin apache2-data libapache2-mod-*'],
      ...REMOVED,
    },
  },
  {
    name: 'uninstalling with the configuration and the sites, of which a copy is kept',
    kind: 'uninstall',
    input: { removeData: true },
    plan: {
      ...CHECK_REMOVAL,
      'Backing up the configuration': ['tar -czf /var/backups/milepost/apache-‹time›.tar.gz /etc/apache2'],
      'Stopping Apache': ['systemctl disable --now apache2'],
      'Removing Apache': ['apt-get purge apache2 apache2-bin apache2-data libapache2-mod-*'],
      'Removing data': ['delete /etc/apache2, but for files of other packages'],
      ...REMOVED,
    },
  },
]);

testRefusals(apache, [
  {
    input: { port: 0, mpm: 'winnt', workers: 0, page: '' },
    messages: {
      port: 'Port must be at least 1.',
      mpm: 'Multi-processing module (MPM) must be one of event, worker, prefork.',
      workers: 'Most workers must be at least 1.',
      page: 'Default page is required.',
    },
  },
]);

test.each(['$(id)', '-f', 'rewrite;id', 'status', '\0', '\ud800'])(
  'a module named “%s” is refused',
  (name) => {
    const parsed = parseInput(apache, { modules: ['rewrite', name] });
    expect(parsed.ok ? [] : parsed.issues.map(({ path }) => path)).toEqual(['modules.1']);
  },
);

test('what an uninstall destroys is its configuration where that is chosen, with the names of the sites', () => {
  const destructive = (options: Record<string, unknown>) =>
    compile({
      ...{ definition: apache, operation: 'uninstall', input: input(), options },
      server: factsOf('debian-12'),
    })
      .milestones.flatMap(({ states }) => states)
      .filter((state) => state.destructive !== undefined);
  expect(destructive({ removeData: false })).toEqual([]);
  expect(destructive({ removeData: true })).toMatchObject([
    {
      destructive:
        'Removes /etc/apache2 with the sites configured there, of which a copy is kept in /var/backups/milepost/apache-‹time›.tar.gz, and Apache’s logs.',
      losses: { display: 'ls /etc/apache2/sites-enabled' },
    },
    {
      destructive:
        'Removes what people have configured in /etc/apache2. A copy is kept in /var/backups/milepost/apache-‹time›.tar.gz.',
    },
  ]);
});

test('the ids of its milestones are permanent', () => {
  const idsOf = (operation: string, options: Record<string, unknown> = {}) =>
    operationSteps({
      ...{ definition: apache, operation, input: input(), options },
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
  expect(idsOf('uninstall', { removeData: true })).toEqual([
    'check_system',
    'back_up_data',
    'stop_service',
    'remove_packages',
    'remove_data',
    'clean_up',
    'complete_uninstallation',
  ]);
});
