import { describe, expect, test } from 'vitest';
import type { Host } from '../host';
import { HostError } from '../host-error';
import type { ConnectionEvent } from './with-reconnect';
import { withReconnect, retryDelay } from './with-reconnect';

const host = { lastByteAt: () => Date.now() } as Host;
const lost = () => new HostError('link_lost', { code: 'link_lost', host: 'web-1' }, 'reset');

/** A link that fails so many times before it stands. */
function link(failures: number) {
  const events: ConnectionEvent[] = [];
  const letGo = new AbortController();
  return {
    events,
    letGo,
    connect: () => (failures-- > 0 ? Promise.reject(lost()) : Promise.resolve(host)),
    onConnectionEvent: (event: ConnectionEvent) => events.push(event),
    signal: letGo.signal,
  };
}

describe('reaching a server', () => {
  test('tries again until it answers, and tells each time', async () => {
    const way = link(3);
    expect(await withReconnect(way, () => Promise.resolve('done'))).toBe('done');
    expect(way.events).toMatchObject([
      { kind: 'down', attempt: 1, code: 'link_lost', problem: { code: 'link_lost', host: 'web-1' } },
      { kind: 'down', attempt: 2 },
      { kind: 'down', attempt: 3 },
      { kind: 'up' },
    ]);
  });

  test('is ever more patient, up to 15 s', () => {
    for (const [attempt, most] of [100, 200, 400, 800, 1600, 3200, 6400, 12_800, 15_000, 15_000].entries()) {
      const delay = retryDelay(attempt);
      expect(delay).toBeLessThanOrEqual(most);
      expect(delay).toBeGreaterThanOrEqual(most * 0.75);
    }
  });

  test('is impatient again after the link was of use', async () => {
    const way = link(2);
    let calls = 0;
    const use = (_: Host, progress: () => void) => {
      progress();
      return calls++ === 0 ? Promise.reject(lost()) : Promise.resolve('done');
    };
    expect(await withReconnect(way, use)).toBe('done');
    const attempts = way.events.map((event) => (event.kind === 'down' ? event.attempt : 'up'));
    expect(attempts).toEqual([1, 2, 'up', 1, 'up']);
  });

  test('passes on what waiting does not mend', async () => {
    const changed = new HostError('host_key_changed', { code: 'host_key_changed', host: 'web-1' });
    await expect(
      withReconnect({ ...link(0), connect: () => Promise.reject(changed) }, () => Promise.resolve()),
    ).rejects.toBe(changed);
    const bug = new TypeError('a bug');
    await expect(withReconnect(link(0), () => Promise.reject(bug))).rejects.toBe(bug);
  });

  test('lets go while it waits', async () => {
    const way = link(Infinity);
    const reached = withReconnect(
      { ...way, onConnectionEvent: () => way.letGo.abort(new Error('shutting down')) },
      () => Promise.resolve(),
    );
    await expect(reached).rejects.toThrow('shutting down');
  });
});
