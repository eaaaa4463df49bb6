import { expect, test } from 'vitest';
import { compile } from '../../dsl/compile';
import { parseInput } from '../../dsl/input';
import { factsOf } from '../../dsl/conformance/samples';
import { testPlans, testRefusals } from '../../dsl/testing/table';
import scheduledJob from './scheduled-job';

const BACKUP = { name: 'backup', command: '/usr/local/bin/backup --all' };
const NOTE = '# Written by Milepost. It asks before it replaces what was changed here by hand.';
const UNITS = '/etc/systemd/system';
const service = (lines: readonly string[]) =>
  [
    `write ${UNITS}/job-backup.service (0644 root:root)`,
    ...[NOTE, '[Unit]', 'Description=backup, a scheduled job', 'Wants=network-online.target'],
    ...['After=network-online.target', '', '[Service]', 'Type=oneshot', ...lines, ''],
    'systemctl daemon-reload',
  ].join('\n');
const timer = (lines: readonly string[]) =>
  [
    `write ${UNITS}/job-backup.timer (0644 root:root)`,
    ...[NOTE, '[Unit]', 'Description=When backup runs', '', '[Timer]', ...lines, ''],
    ...['[Install]', 'WantedBy=timers.target', '', 'systemctl daemon-reload'],
  ].join('\n');
const started = {
  'Starting job backup': ['systemctl enable job-backup.timer && systemctl restart job-backup.timer'],
  'Verifying installation': ['systemctl list-timers job-backup.timer'],
};

testPlans(scheduledJob, [
  {
    name: 'creating',
    kind: 'install',
    input: BACKUP,
    plan: {
      'Checking the system': [
        'look for www-data, / and /usr/local/bin/backup',
        'systemd-analyze calendar daily',
      ],
      'Configuring job backup': [
        service([
          ...['User=www-data', 'WorkingDirectory=/', 'MemoryMax=512M'],
          ...['ExecStart=/usr/local/bin/backup --all', 'TimeoutStartSec=infinity'],
        ]),
        timer(['OnCalendar=daily', 'AccuracySec=1s', 'Persistent=true']),
      ],
      ...started,
    },
  },
  {
    name: 'with an environment, a delay and a time limit',
    kind: 'install',
    input: {
      ...{ ...BACKUP, user: 'root', environment: 'TOKEN=1', schedule: 'Mon..Fri 04:00 Europe/Berlin' },
      ...{ catchUp: false, randomDelaySeconds: 600, limitMinutes: 90 },
    },
    plan: {
      'Checking the system': [
        'look for root, / and /usr/local/bin/backup',
        'systemd-analyze calendar Mon..Fri 04:00 Europe/Berlin',
        'look for edits of /etc/default/job-backup',
      ],
      'Configuring job backup': [
        'write /etc/default/job-backup (0600 root:root)\n‹environment›\n',
        service([
          ...['User=root', 'WorkingDirectory=/', 'EnvironmentFile=/etc/default/job-backup'],
          ...['MemoryMax=512M', 'ExecStart=/usr/local/bin/backup --all', 'TimeoutStartSec=90min'],
        ]),
        timer([
          ...['OnCalendar=Mon..Fri 04:00 Europe/Berlin', 'AccuracySec=1s', 'Persistent=false'],
          'RandomizedDelaySec=600',
        ]),
      ],
      ...started,
    },
  },
  {
    name: 'running it now',
    kind: 'run_now',
    input: {},
    installed: BACKUP,
    plan: { 'Running job backup': ['systemctl start job-backup'] },
  },
  {
    name: 'stopping',
    kind: 'stop',
    input: {},
    installed: BACKUP,
    plan: { 'Stopping job backup': ['systemctl stop job-backup.timer'] },
  },
  {
    name: 'deleting',
    kind: 'uninstall',
    input: {},
    installed: BACKUP,
    plan: {
      'Stopping job backup': [
        'systemctl disable --now job-backup.timer',
        'systemctl disable --now job-backup',
      ],
      'Cleaning up': [
        ...['timer', 'service'].map(
          (kind) => `put the former ${UNITS}/job-backup.${kind} back, or remove it\nsystemctl daemon-reload`,
        ),
        'put the former /etc/default/job-backup back, or remove it',
      ],
      'Verifying removal': ['processes of job-backup.service'],
    },
  },
]);

const WHEN = 'When must be a calendar expression of systemd, such as “daily” or “Mon..Fri 04:00”.';
testRefusals(scheduledJob, [
  ...['$(id)', '%h', '04:00; id', '`id`', '-daily', '04:00\\', '"04:00"'].map((schedule) => ({
    input: { ...BACKUP, schedule },
    messages: { schedule: WHEN },
  })),
  {
    input: { ...BACKUP, schedule: 'daily\nUnit=x', randomDelaySeconds: 86_401, limitMinutes: -1 },
    messages: {
      schedule: 'When must be one line.',
      randomDelaySeconds: 'Random delay must be at most 86400.',
      limitMinutes: 'Time limit must be at least 0.',
    },
  },
]);

test.each([
  ['Mon..Fri 04:00', 'Run job backup Monday to Friday at 04:00'],
  ['Mon *-*-1..7 04:00', 'Run job backup at “Mon *-*-1..7 04:00”'],
])('the plan says in words when “%s” is', (schedule, action) => {
  const parsed = parseInput(scheduledJob, { ...BACKUP, schedule });
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.issues));
  const request = { definition: scheduledJob, operation: 'install', input: parsed.input };
  const states = compile({ ...request, server: factsOf('debian-12') }).milestones.flatMap(
    (each) => each.states,
  );
  const found = states.find(({ id }) => id === 'unit_job_backup_timer');
  expect(found?.action).toBe(action);
  expect(found?.preview?.script).toContain(`mp_tell_times '${schedule}'`);
});
