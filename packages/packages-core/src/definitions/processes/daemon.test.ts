// cspell:ignore NOFILE NOTIMPLEMENTED
import { expect, test } from 'vitest';
import { compile } from '../../dsl/compile';
import { parseInput } from '../../dsl/input';
import { factsOf } from '../../dsl/conformance/samples';
import { testPlans, testRefusals } from '../../dsl/testing/table';
import { DAEMON_CAUSES } from '../../states/failures/daemon';
import daemon from './daemon';

const WORKER = { name: 'worker', command: '/usr/bin/python3 worker.py' };
const UNIT = '/etc/systemd/system/daemon-worker.service';
const unit = (service: readonly string[]) =>
  [
    `write ${UNIT} (0644 root:root)`,
    '# Written by Milepost. It asks before it replaces what was changed here by hand.',
    ...['[Unit]', 'Description=worker, kept running', 'Wants=network-online.target'],
    ...['After=network-online.target', '# It is started again however often it ends.'],
    ...['StartLimitIntervalSec=0', '', '[Service]', ...service, '', '[Install]'],
    ...['WantedBy=multi-user.target', '', 'systemctl daemon-reload'],
  ].join('\n');

testPlans(daemon, [
  {
    name: 'creating',
    kind: 'install',
    input: WORKER,
    plan: {
      'Checking the system': ['look for www-data, / and /usr/bin/python3'],
      'Configuring daemon worker': [
        unit([
          ...['User=www-data', 'WorkingDirectory=/', 'MemoryMax=512M'],
          ...['ExecStart=/usr/bin/python3 worker.py', 'Restart=always', 'RestartSec=2'],
        ]),
      ],
      'Starting daemon worker': ['systemctl enable daemon-worker && systemctl restart daemon-worker'],
      'Verifying installation': ['systemctl is-active daemon-worker, for 3 s'],
    },
  },
  {
    name: 'with an environment and limits',
    kind: 'install',
    input: {
      ...{ name: 'worker', command: '/srv/app/run "a b" $HOME %h', user: 'app', directory: '/srv/%h' },
      ...{ environment: 'TOKEN=1\nPORT=80', restart: 'on-failure', restartSeconds: 30 },
      ...{ memoryMb: 0, cpuPercent: 50, processes: 20, openFiles: 4096 },
    },
    plan: {
      'Checking the system': [
        'look for app, /srv/%h and /srv/app/run',
        'look for edits of /etc/default/daemon-worker',
      ],
      'Configuring daemon worker': [
        'write /etc/default/daemon-worker (0600 root:root)\n‹environment›\n',
        unit([
          ...['User=app', 'WorkingDirectory=/srv/%%h', 'EnvironmentFile=/etc/default/daemon-worker'],
          ...['CPUQuota=50%', 'TasksMax=20', 'LimitNOFILE=4096'],
          ...['ExecStart=/srv/app/run "a b" "$$HOME" "%%h"', 'Restart=on-failure', 'RestartSec=30'],
        ]),
      ],
      'Starting daemon worker': ['systemctl enable daemon-worker && systemctl restart daemon-worker'],
      'Verifying installation': ['systemctl is-active daemon-worker, for 3 s'],
    },
  },
  {
    name: 'stopping',
    kind: 'stop',
    input: {},
    installed: WORKER,
    plan: { 'Stopping daemon worker': ['systemctl stop daemon-worker'] },
  },
  {
    name: 'deleting',
    kind: 'uninstall',
    input: {},
    installed: WORKER,
    plan: {
      'Stopping daemon worker': ['systemctl disable --now daemon-worker'],
      'Cleaning up': [
        `put the former ${UNIT} back, or remove it\nsystemctl daemon-reload`,
        'put the former /etc/default/daemon-worker back, or remove it',
      ],
      'Verifying removal': ['processes of daemon-worker.service'],
    },
  },
]);

const COMMAND =
  'Command must begin with the absolute path of a program, as /usr/bin/python3 worker.py, and close its quotes.';
testRefusals(daemon, [
  {
    input: {
      ...{ name: '../x', command: 'worker.py', user: '0', directory: '/srv/../etc', memoryMb: -1 },
      ...{ environment: 'A=\0', restartSeconds: 0, cpuPercent: 0.5, restart: 'sometimes' },
    },
    messages: {
      name: 'Name has lower-case letters, digits, dashes and underscores, and begins with a letter.',
      command: COMMAND,
      user: 'User has lower-case letters, digits, dashes and underscores, and begins with a letter.',
      directory: 'Directory must be an absolute path without spaces and without “..”.',
      memoryMb: 'Memory limit must be at least 0.',
      environment: 'Environment may not hold control characters.',
      restart: 'Restart must be one of always, on-failure, no.',
      restartSeconds: 'Wait before a restart must be at least 1.',
      cpuPercent: 'CPU limit must be a whole number.',
    },
  },
  { input: { ...WORKER, command: '+/bin/true' }, messages: { command: COMMAND } },
  { input: { ...WORKER, command: '/bin/true \\' }, messages: { command: COMMAND } },
  {
    input: { ...WORKER, command: '/bin/true\nUser=root' },
    messages: { command: expect.stringContaining('Command must be one line.') as string },
  },
  { input: {}, messages: { name: 'Name is required.', command: 'Command is required.' } },
]);

test('an environment is in the plan by its name only, and an edit of it never stands in the way', () => {
  const parsed = parseInput(daemon, { ...WORKER, environment: 'TOKEN=kanarie' });
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.issues));
  const request = { definition: daemon, operation: 'install', input: parsed.input };
  const plan = compile({ ...request, server: factsOf('debian-13') });
  expect(JSON.stringify(plan)).not.toContain('kanarie');
  expect(plan.record.configuration.environment).toBe('‹environment›');
  expect(daemon.services(parsed.input)[0]?.reads).toEqual([UNIT, '/etc/default/daemon-worker']);
});

test.each([
  [
    'daemon-x.service: Main process exited, code=exited, status=3/NOTIMPLEMENTED',
    { unit: 'daemon-x', code: '3' },
  ],
  ['daemon-x.service: Main process exited, code=killed, status=9/KILL', { unit: 'daemon-x', signal: 'KILL' }],
  ['daemon-x.service: Deactivated successfully.', { unit: 'daemon-x' }],
])('“%s” names how a daemon ended', (line, groups) => {
  const found = DAEMON_CAUSES.map(({ pattern }) => new RegExp(pattern).exec(line)?.groups).filter(Boolean);
  expect(found).toEqual([groups]);
});
