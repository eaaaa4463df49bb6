import { expect, test } from 'vitest';
import { noChanges } from './channel';
import { Subscription } from './subscription';

const ids = (...operationIds: string[]) => ({
  ...noChanges(),
  operationIds: new Set(operationIds),
});
const never = new AbortController().signal;

test('what changed many times while nobody listened is heard once', async () => {
  const subscription = new Subscription({ operationIds: new Set(['a', 'b']), overview: false });
  for (let i = 0; i < 10_000; i++) subscription.notify(ids('a', 'b', `other-${i}`));
  expect(await subscription.next(never)).toEqual({ ...ids('a', 'b'), overflowed: false });
});

test('a slow subscriber of everything is asked to read everything, in bounded memory', async () => {
  const subscription = new Subscription({ operationIds: new Set(), overview: true });
  for (let i = 0; i < 1_001; i++) subscription.notify(ids(`operation-${i}`));
  expect(await subscription.next(never)).toEqual({ ...ids(), overflowed: true });
  subscription.notify(ids('a'));
  expect(await subscription.next(never)).toEqual({ ...ids('a'), overflowed: false });
});

test('a waiting subscriber is woken by a change of interest, and by the end', async () => {
  const end = new AbortController();
  const subscription = new Subscription({ operationIds: new Set(['a']), overview: false });
  const heard = subscription.next(end.signal);
  subscription.notify(ids('b'));
  subscription.notify(ids('a'));
  expect(await heard).toMatchObject(ids('a'));
  const nothing = subscription.next(end.signal);
  end.abort();
  expect(await nothing).toBeNull();
});
