import type { Overview } from '@milepost/api/overview-views';
import type { OperationSummary } from '@milepost/api/views';
import { describe, expect, it } from 'vitest';

import { formatSummary } from './format-summary';

const overview = (over: Partial<Overview>): Overview => ({
  servers: { total: 0, ready: 0 },
  attention: [],
  updates: { total: 0, items: [] },
  active: [],
  recent: [],
  last30Days: { succeeded: 0, failed: 0, canceled: 0, medianMs: null, p90Ms: null, days: [] },
  engine: { reachable: true, workers: 1, unexpectedSince: null },
  ...over,
});
const active = (...statuses: OperationSummary['status'][]) =>
  statuses.map((status) => ({ status }) as OperationSummary);
const attention = (count: number): Overview['attention'] =>
  Array.from({ length: count }, () => ({ kind: 'server', id: '', title: '', sentence: '', at: '' }));

describe('formatSummary', () => {
  it.each([
    [overview({}), 'Nothing needs attention. No servers yet.'],
    [overview({ servers: { total: 1, ready: 1 } }), 'All good. 1 server is ready.'],
    [overview({ servers: { total: 2, ready: 2 } }), 'All good. Both servers are ready.'],
    [
      overview({ servers: { total: 2, ready: 1 }, attention: attention(1) }),
      'One thing needs attention. 1 of 2 servers is ready.',
    ],
    [
      overview({
        servers: { total: 15, ready: 11 },
        attention: attention(3),
        active: active('running', 'queued', 'queued'),
      }),
      '3 things need attention. 1 operation is running, 2 are waiting; 11 of 15 servers are ready.',
    ],
    [
      overview({ servers: { total: 4, ready: 4 }, active: active('running', 'paused', 'awaiting_decision') }),
      'All good. 1 operation is running, 2 are waiting; all 4 servers are ready.',
    ],
    [
      overview({ servers: { total: 4, ready: 4 }, attention: attention(1), active: active('queued') }),
      'One thing needs attention. 1 operation is waiting; all 4 servers are ready.',
    ],
  ])('%#', (of, expected) => {
    const { strong, rest } = formatSummary(of);
    expect(`${strong} ${rest}`).toBe(expected);
  });
});
