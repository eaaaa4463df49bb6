import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Asks every 50 ms until the answer is true. An error counts as "not yet" and becomes the cause when time is up.
 * `giveUp` ends the wait early: it resolves to the reason. So does the signal.
 */
export async function waitUntil(
  ask: () => Promise<boolean>,
  options: { timeoutMs: number; giveUp?: Promise<string>; signal?: AbortSignal },
): Promise<void> {
  const deadline = Date.now() + options.timeoutMs;
  let lastError: unknown;
  let reason: string | undefined;
  void options.giveUp?.then((why) => (reason = why));
  while (Date.now() < deadline) {
    options.signal?.throwIfAborted();
    try {
      if (await ask()) return;
    } catch (error) {
      lastError = error;
    }
    if (reason !== undefined) throw new Error(`it ended: ${reason}`, { cause: lastError });
    await sleep(50);
  }
  throw new Error(`it did not answer within ${options.timeoutMs / 1000} s`, { cause: lastError });
}
