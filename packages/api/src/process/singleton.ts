/** One value per process, even when a bundler or `next dev` loads this module more than once. */
export function processSingleton<T>(name: string, create: () => T): T {
  const key = Symbol.for(`milepost.${name}`);
  const singletons = globalThis as unknown as Record<symbol, { value: T } | undefined>;
  return (singletons[key] ??= { value: create() }).value;
}

/** The value of this name, if it has been made. */
export function existingSingleton<T>(name: string): T | undefined {
  const singletons = globalThis as unknown as Record<symbol, { value: T } | undefined>;
  return singletons[Symbol.for(`milepost.${name}`)]?.value;
}
