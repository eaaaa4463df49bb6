/** Runs a function in which time and chance throw: what depends on neither gives the same result whenever it runs. */
export function withoutClock<T>(run: () => T): T {
  const { now } = Date;
  const { random } = Math;
  const original = globalThis.Date;
  const forbidden = () => {
    throw new Error('A plan depends on neither time nor chance.');
  };
  globalThis.Date = new Proxy(original, { construct: forbidden, apply: forbidden });
  original.now = forbidden;
  Math.random = forbidden;
  try {
    return run();
  } finally {
    globalThis.Date = original;
    Date.now = now;
    Math.random = random;
  }
}
