import { stopMessage } from '@milepost/contract/messages/conclusions';
import { expect, test } from 'vitest';
import type { StopResult } from '@milepost/packages-core/engine/host';
import { stopSummary } from './stop-summary';

test.each<[StopResult[], string | null]>([
  [[], null],
  [[{ kind: 'clean' }], 'stopped cleanly'],
  [[{ kind: 'clean' }, { kind: 'clean', dpkg: 'repaired' }], 'stopped cleanly, after dpkg was repaired'],
  [[{ kind: 'clean', dpkg: 'broken' }], 'stopped, but dpkg is left half done and could not be repaired'],
  [[{ kind: 'processes_remaining', processes: ['3255:sleep'] }], 'stopped; left behind: 3255:sleep'],
  [
    [
      { kind: 'dpkg_working', processes: ['7:dpkg'] },
      { kind: 'processes_remaining', processes: ['7:dpkg', '8:sh'] },
    ],
    'stopped; left behind: 7:dpkg, 8:sh',
  ],
])('%j', (answers, sentence) => {
  const summary = stopSummary(answers);
  expect(summary && stopMessage(summary)).toBe(sentence);
});
