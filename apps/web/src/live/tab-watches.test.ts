import { expect, it } from 'vitest';

import { TabWatches } from './tab-watches';

const at = (event: number) => ({ event, output: 0 });

it('merges what the tabs say, and forgets those that left or fell silent', () => {
  const tabs = new TabWatches();
  tabs.note('one', { a: at(5) }, 0);
  tabs.note('two', { a: at(2), b: at(1) }, 0);
  expect(tabs.all(1_000)).toEqual({ a: at(2), b: at(1) });
  tabs.note('one', { a: at(7), c: at(0) }, 60_000);
  expect(tabs.all(64_000)).toEqual({ a: at(2), b: at(1), c: at(0) });
  expect(tabs.all(70_000)).toEqual({ a: at(7), c: at(0) });
  tabs.forget('one');
  expect(tabs.all(70_000)).toEqual({});
});
