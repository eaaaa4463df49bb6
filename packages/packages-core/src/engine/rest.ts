import { setTimeout as sleep } from 'node:timers/promises';

/** Waits `ms`, or throws the signal's reason as soon as it is told to let go (Node's own timer throws an AbortError instead). */
export async function rest(ms: number, signal: AbortSignal): Promise<void> {
  await sleep(ms, undefined, { signal }).catch(() => undefined);
  signal.throwIfAborted();
}
