import getPort from 'get-port';

/** A free TCP port of this machine, above the range that `npm start` uses. */
export function freePort(): Promise<number> {
  return getPort({ host: '127.0.0.1' });
}
