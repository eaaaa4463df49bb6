import { expect, it } from 'vitest';

import { TabSubscriptions } from './tab-subscriptions';

const at = (event: number) => ({ event, output: 0 });

it('merges what the tabs say, and forgets those that left or fell silent', () => {
  const tabs = new TabSubscriptions();
  tabs.register('one', { a: at(5) }, 0);
  tabs.register('two', { a: at(2), b: at(1) }, 0);
  expect(tabs.merged(1_000)).toEqual({ a: at(2), b: at(1) });
  tabs.register('one', { a: at(7), c: at(0) }, 60_000);
  expect(tabs.merged(64_000)).toEqual({ a: at(2), b: at(1), c: at(0) });
  expect(tabs.merged(70_000)).toEqual({ a: at(7), c: at(0) });
  tabs.remove('one');
  expect(tabs.merged(70_000)).toEqual({});
});
