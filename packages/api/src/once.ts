/** One value a process, also when a bundler or `next dev` loads this module more than once. */
export function oncePerProcess<T>(name: string, create: () => T): T {
  const key = Symbol.for(`milepost.${name}`);
  const held = globalThis as unknown as Record<symbol, { value: T } | undefined>;
  return (held[key] ??= { value: create() }).value;
}

/** The value of this name, if it has been made. */
export function madeInProcess<T>(name: string): T | undefined {
  const held = globalThis as unknown as Record<symbol, { value: T } | undefined>;
  return held[Symbol.for(`milepost.${name}`)]?.value;
}
