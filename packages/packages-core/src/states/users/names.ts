/** Throws where useradd would not take it for the name of a user or group. */
export function assertUser(name: string): void {
  if (!/^[a-z_][a-z0-9_-]{0,31}$/.test(name)) throw new Error(`Not the name of a user: ${name}`);
}
