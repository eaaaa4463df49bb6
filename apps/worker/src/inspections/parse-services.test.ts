import { expect, test } from 'vitest';
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
