import { setTimeout as delay } from 'node:timers/promises';

/** Resolves after `ms`; throws the signal's reason as soon as it is aborted (Node's own timer throws an AbortError instead). */
export async function sleep(ms: number, signal: AbortSignal): Promise<void> {
  await delay(ms, undefined, { signal }).catch(() => undefined);
  signal.throwIfAborted();
}
