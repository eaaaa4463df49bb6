/** A cluster on the server: its major version and port. */
export interface Cluster {
  version: string;
  port: number;
}

/** The cluster as words of a command. Throws where it cannot be one. */
export function wordsOf({ version, port }: Cluster): [string, number] {
  assertVersion(version);
  if (!Number.isInteger(port) || port < 1 || port > 65_535) throw new Error(`Not a port: ${port}`);
  return [version, port];
}

/** The version itself. Throws where it cannot be one. */
export function assertVersion(version: string): string {
  if (!/^\d{1,2}$/.test(version)) throw new Error(`Not a version of PostgreSQL: ${version}`);
  return version;
}

/** Throws where it is no plain name of a role or database: it then needs no quotes of its own anywhere. */
export function assertName(name: string): void {
  if (!/^[a-z_][a-z0-9_]{0,62}$/.test(name)) throw new Error(`Not the name of a role or database: ${name}`);
}
