import { setTimeout as sleep } from 'node:timers/promises';

/** Waits for something to become true; throws after 20 s. */
export async function waitUntil(what: string, holds: () => Promise<boolean> | boolean): Promise<void> {
  for (const deadline = Date.now() + 20_000; Date.now() < deadline; await sleep(20))
    if (await holds()) return;
  throw new Error(`it did not come to pass: ${what}`);
}
