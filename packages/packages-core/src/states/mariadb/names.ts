/** Throws where it is no plain name of a user or database: it then needs no quotes of its own anywhere. */
export function assertName(name: string): void {
  if (!/^[a-z_][a-z0-9_]{0,62}$/.test(name)) throw new Error(`Not the name of a user or database: ${name}`);
}

/** Throws where it is nowhere that a user may come from. */
export function assertHost(host: string): void {
  if (!/^[A-Za-z0-9.%:_-]{1,100}$/.test(host)) throw new Error(`Not a host of a user: ${host}`);
}
