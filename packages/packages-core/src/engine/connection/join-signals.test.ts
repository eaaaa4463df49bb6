import { getEventListeners } from 'node:events';
import { setImmediate } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { joinSignals, raceAbort } from './join-signals';

test('a hundred calls at once that one signal bounds are no leak to Node, and none of them listens afterwards', async () => {
  const warnings: Error[] = [];
  const hear = (warning: Error): void => void warnings.push(warning);
  process.on('warning', hear);
  const { signal } = new AbortController();
  const joined = Array.from({ length: 100 }, () => joinSignals(signal));
  const waits = Array.from({ length: 100 }, () => raceAbort(setImmediate('done'), signal));
  expect(getEventListeners(signal, 'abort')).toHaveLength(200);
  for (const each of joined) each.release();
  await Promise.all(waits);
  await setImmediate();
  process.off('warning', hear);
  expect(warnings).toEqual([]);
  expect(getEventListeners(signal, 'abort')).toEqual([]);
});
