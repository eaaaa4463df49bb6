import { expect, test } from 'vitest';
import type { StopAnswer } from '@milepost/packages-core/engine/host';
import { stoppedSentence } from './stopped-sentence';

test.each<[StopAnswer[], string | null]>([
  [[], null],
  [[{ kind: 'clean' }], 'stopped clean'],
  [[{ kind: 'clean' }, { kind: 'clean', dpkg: 'repaired' }], 'stopped clean, after dpkg was repaired'],
  [[{ kind: 'clean', dpkg: 'broken' }], 'stopped, but dpkg is left half done and could not be repaired'],
  [[{ kind: 'left', processes: ['3255:sleep'] }], 'stopped, left behind: 3255:sleep'],
  [
    [
      { kind: 'dpkg_working', processes: ['7:dpkg'] },
      { kind: 'left', processes: ['7:dpkg', '8:sh'] },
    ],
    'stopped, left behind: 7:dpkg, 8:sh',
  ],
])('%j', (answers, sentence) => {
  expect(stoppedSentence(answers)).toBe(sentence);
});
