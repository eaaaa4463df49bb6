import { describe, expect, test } from 'vitest';
import { parseServices, servicesCommand } from './parse-services';

const PRINTED = `a banner
milepost-service nginx
ActiveState=active
SubState=running
UnitFileState=enabled
ActiveEnterTimestamp=@1796040000
InactiveEnterTimestamp=@1796039000
MemoryCurrent=4194304

2026-11-30T12:00:00+0000 systemd[1]: Started nginx.service.
2026-11-30T12:00:01+0000 nginx[7]: ready

milepost-service redis-server
ActiveState=inactive
SubState=dead
UnitFileState=disabled
ActiveEnterTimestamp=@1796039000
InactiveEnterTimestamp=@1796040000
MemoryCurrent=[not set]

`;

test('each unit has its state and the lines of its journal', () => {
  expect(parseServices(['nginx', 'redis-server', 'gone'], PRINTED)).toEqual([
    {
      ...{ unit: 'nginx', active: 'active', sub: 'running', enabled: true, memory: 4_194_304 },
      since: '2026-11-30T12:00:00.000Z',
      journal: [
        '2026-11-30T12:00:00+0000 systemd[1]: Started nginx.service.',
        '2026-11-30T12:00:01+0000 nginx[7]: ready',
      ],
    },
    {
      ...{ unit: 'redis-server', active: 'inactive', sub: 'dead', enabled: false, memory: null },
      ...{ since: '2026-11-30T12:00:00.000Z', journal: [] },
    },
    { unit: 'gone', active: 'unknown', sub: '', enabled: false, memory: null, since: null, journal: [] },
  ]);
});

test('the command names every unit', () => {
  expect(servicesCommand(['nginx', 'php8.3-fpm'])).toContain(
    "journalctl -q --no-pager --no-hostname -o short-iso -n 200 -u 'php8.3-fpm'",
  );
});

describe('a timer', () => {
  const printed = (lines: readonly string[]) =>
    [
      'milepost-service job-backup.timer',
      ...[
        'ActiveState=active',
        'SubState=waiting',
        'UnitFileState=enabled',
        'ActiveEnterTimestamp=@1796039000',
      ],
      ...[...lines, '', '2026-11-30T12:00:01+0000 backup[7]: all of it', ''],
    ].join('\n');
  const scheduleOf = (...lines: string[]) => parseServices(['job-backup.timer'], printed(lines))[0]?.schedule;
  const at = (seconds: number) => new Date(seconds * 1000).toISOString();

  test('has its next time and how the last run ended', () => {
    expect(
      scheduleOf(
        ...['NextRun=@1796100000', 'JobActiveState=failed', 'JobResult=exit-code', 'JobExecMainStatus=3'],
        ...['JobStart=@1796040000', 'JobExit=@1796040060'],
      ),
    ).toEqual({
      nextRun: at(1_796_100_000),
      lastRun: { endedAt: at(1_796_040_060), result: 'exit-code', status: 3 },
    });
  });

  test('a job that runs has no end of its last run', () => {
    expect(
      scheduleOf(
        'NextRun=',
        'JobActiveState=activating',
        'JobResult=success',
        'JobStart=@1796040000',
        'JobExit=',
      ),
    ).toEqual({ nextRun: null, lastRun: { endedAt: null, result: 'success', status: 0 } });
  });

  test('a job that has not run has no last run', () => {
    expect(
      scheduleOf('NextRun=@1796100000', 'JobActiveState=inactive', 'JobResult=success', 'JobStart='),
    ).toEqual({
      nextRun: at(1_796_100_000),
      lastRun: null,
    });
  });

  test('is read with the journal of what it runs', () => {
    const command = servicesCommand(['job-backup.timer']);
    expect(command).toContain("-u 'job-backup.timer' -u 'job-backup.service' ");
    expect(servicesCommand(['nginx'])).not.toContain('NextRun');
  });
});
