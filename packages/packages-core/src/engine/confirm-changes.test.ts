import { expect, test, vi } from 'vitest';
import { confirmChanges } from './confirm-changes';
import type { ConfirmChange } from './confirm-changes';
import { HostError, HostRefusal } from './host-error';

const command = { operation: 'op', key: 'step.one', fence: 4 };
const { signal } = new AbortController();
const unreachable = () => new HostError('unreachable', { code: 'link_lost', host: 'x' });

test('a change is confirmed once, with the fence of its command', async () => {
  const confirm = vi.fn<ConfirmChange>().mockResolvedValue('confirmed');
  const changes = confirmChanges({ command, confirm, signal });
  changes.begin(2);
  changes.begin(2);
  await vi.waitFor(() => expect(confirm).toHaveBeenCalled());
  changes.end();
  expect(confirm.mock.calls.map(([ref, guarded]) => [ref, guarded])).toEqual([
    [command, { state: 2, fence: 4 }],
  ]);
});

test('a change is asked about again until it is answered', async () => {
  const confirm = vi
    .fn<ConfirmChange>()
    .mockRejectedValueOnce(unreachable())
    .mockResolvedValue('not_waiting');
  const changes = confirmChanges({ command, confirm, signal });
  changes.begin(1);
  await vi.waitFor(() => expect(confirm).toHaveBeenCalledTimes(2), 5_000);
  changes.end();
});

test.each(['fenced', 'closed'] as const)(
  'a change is not asked about again where it is %s',
  async (reason) => {
    const confirm = vi.fn<ConfirmChange>().mockRejectedValue(new HostRefusal(reason, ''));
    const changes = confirmChanges({ command, confirm, signal });
    changes.begin(1);
    await new Promise((resolve) => setTimeout(resolve, 700));
    expect(confirm).toHaveBeenCalledTimes(1);
    changes.end();
  },
);

test('nothing is asked any more once the command has ended', async () => {
  const confirm = vi.fn<ConfirmChange>().mockRejectedValue(unreachable());
  const changes = confirmChanges({ command, confirm, signal });
  changes.begin(1);
  await vi.waitFor(() => expect(confirm).toHaveBeenCalledTimes(1));
  changes.end();
  await new Promise((resolve) => setTimeout(resolve, 700));
  expect(confirm).toHaveBeenCalledTimes(1);
});

test('without a way to confirm nothing is asked', () => {
  const changes = confirmChanges({ command, confirm: undefined, signal });
  expect(() => changes.begin(1)).not.toThrow();
  changes.end();
});
