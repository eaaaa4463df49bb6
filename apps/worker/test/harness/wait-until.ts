import { setTimeout as sleep } from 'node:timers/promises';

/** Asks again and again until there is an answer. Throws after `seconds`, with what was waited for. */
export async function waitUntil<T>(
  what: string,
  ask: () => Promise<T | undefined | null | false> | T | undefined | null | false,
  seconds = 40,
): Promise<T> {
  const until = Date.now() + seconds * 1000;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined && answer !== null && answer !== false) return answer;
    if (Date.now() > until) throw new Error(`Waited ${seconds} s for ${what}`);
    await sleep(50);
  }
}
