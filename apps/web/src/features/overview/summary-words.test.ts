import type { OperationSummary, Overview } from '@milepost/api/views';
import { describe, expect, it } from 'vitest';

import { summaryWords } from './summary-words';

const overview = (over: Partial<Overview>): Overview => ({
  servers: { total: 0, ready: 0 },
  attention: [],
  active: [],
  recent: [],
  last30Days: { succeeded: 0, failed: 0, cancelled: 0, medianMs: null, p90Ms: null, days: [] },
  engine: { reachable: true, workers: 1, foreignSince: null },
  ...over,
});
const active = (...statuses: OperationSummary['status'][]) =>
  statuses.map((status) => ({ status }) as OperationSummary);
const attention = (count: number): Overview['attention'] =>
  Array.from({ length: count }, () => ({ kind: 'server', id: '', title: '', sentence: '', at: '' }));

describe('summaryWords', () => {
  it.each([
    [overview({}), 'Nothing needs attention. No server has been added yet.'],
    [overview({ servers: { total: 1, ready: 1 } }), 'Nothing needs attention. The one server is ready.'],
    [
      overview({
        servers: { total: 15, ready: 11 },
        attention: attention(3),
        active: active('running', 'queued', 'queued'),
      }),
      '3 things need attention. 1 operation runs, 2 wait; 11 of 15 servers are ready.',
    ],
    [
      overview({ servers: { total: 4, ready: 4 }, active: active('running', 'paused', 'deciding') }),
      'Nothing needs attention. 1 operation runs, 2 wait; all 4 servers are ready.',
    ],
    [
      overview({ servers: { total: 4, ready: 4 }, attention: attention(1), active: active('queued') }),
      'One thing needs attention. 1 waits; all 4 servers are ready.',
    ],
  ])('%#', (of, words) => {
    const { strong, rest } = summaryWords(of);
    expect(`${strong} ${rest}`).toBe(words);
  });
});
