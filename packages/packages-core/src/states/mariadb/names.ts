/** Throws where it is no plain name of a user or database: it then needs no quotes of its own anywhere. */
export function assertName(name: string): void {
  if (!/^[a-z_][a-z0-9_]{0,62}$/.test(name)) throw new Error(`Not the name of a user or database: ${name}`);
}

/** From where a user may log in: a name, an address, `%` for any characters, or a network such as `10.0.0.0/255.0.0.0`. */
export const HOST = /^[A-Za-z0-9.%:_-]{1,60}(?:\/[0-9]{1,3}(?:\.[0-9]{1,3}){3})?$/;

/** Throws where it is nowhere that a user may come from. */
export function assertHost(host: string): void {
  if (!HOST.test(host)) throw new Error(`Not a host of a user: ${host}`);
}

/** Where a server answers over TCP. */
export interface Address {
  host: string;
  port: number;
}

/** The address as words of a command. Throws where it cannot be one. */
export function wordsOf({ host, port }: Address): [string, number] {
  if (!/^[A-Za-z0-9.:]{1,60}$/.test(host)) throw new Error(`Not an address: ${host}`);
  if (!Number.isInteger(port) || port < 1 || port > 65_535) throw new Error(`Not a port: ${port}`);
  return [host, port];
}
