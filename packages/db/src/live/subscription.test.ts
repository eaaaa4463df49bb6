import { expect, test } from 'vitest';
import { Subscription } from './subscription';

const ids = (...operationIds: string[]) => ({
  operationIds: new Set(operationIds),
  serverIds: new Set<string>(),
});
const never = new AbortController().signal;

test('what changed many times while nobody listened is heard once', async () => {
  const subscription = new Subscription({ operationIds: new Set(['a', 'b']), overview: false });
  for (let i = 0; i < 10_000; i++) subscription.tell(ids('a', 'b', `other-${i}`));
  expect(await subscription.next(never)).toEqual({ ...ids('a', 'b'), overflowed: false });
});

test('one who sees all and is slow is told to read all, in bounded memory', async () => {
  const subscription = new Subscription({ operationIds: new Set(), overview: true });
  for (let i = 0; i < 1_001; i++) subscription.tell(ids(`operation-${i}`));
  expect(await subscription.next(never)).toEqual({ ...ids(), overflowed: true });
  subscription.tell(ids('a'));
  expect(await subscription.next(never)).toEqual({ ...ids('a'), overflowed: false });
});

test('one who waits is woken by what is of interest, and by the end', async () => {
  const end = new AbortController();
  const subscription = new Subscription({ operationIds: new Set(['a']), overview: false });
  const heard = subscription.next(end.signal);
  subscription.tell(ids('b'));
  subscription.tell(ids('a'));
  expect(await heard).toMatchObject(ids('a'));
  const nothing = subscription.next(end.signal);
  end.abort();
  expect(await nothing).toBeNull();
});
