import { inject } from 'vitest';
import type { ProvidedContext } from 'vitest';
import './provided';

/** Changes what `inject` answers in this test file. vitest has no public way: `inject` reads this worker's record. */
export function overrideProvided<K extends keyof ProvidedContext>(key: K, value: ProvidedContext[K]): void {
  const worker = Reflect.get(globalThis, '__vitest_worker__') as {
    providedContext: Partial<ProvidedContext>;
  };
  worker.providedContext[key] = value;
  if (inject(key) !== value) throw new Error('vitest keeps what it provides elsewhere now');
}
