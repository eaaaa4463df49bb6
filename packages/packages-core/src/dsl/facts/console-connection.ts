import { parseNetwork } from '../values/network';
import { sh } from '../sh';
import { fact } from './fact';
import { parse } from './parse';

/** A type, not an interface: it is a fact, which is JSON. */
export type ConsoleConnection = {
  /** The address that the console comes from. */
  source: string;
  /** Where on the server it arrives. */
  address: string;
  port: number;
  /** The network interface that has that address; null where none has. */
  interface: string | null;
};

/**
 * The console's own connection as the server sees it: behind a translation of addresses both differ from what the console knows. Null where
 * it was not read.
 */
export const consoleConnection = fact(
  sh`
    set -- $SSH_CONNECTION
    [ $# = 4 ] || exit
    echo "$@"
    ip -o address show to "\${3%%%*}" 2>/dev/null | awk '{ print $2; exit }'
  `.displayAs('echo $SSH_CONNECTION'),
  readConnection,
);

/** `SOURCE PORT ADDRESS PORT`, then the name of the interface. */
function readConnection(output: string): ConsoleConnection | null {
  const [connection = '', name = null] = parse.lines(output);
  const [source = '', , address = '', port = ''] = connection.split(' ').map(withoutZone);
  if (!parseNetwork(source) || !parseNetwork(address) || !/^\d{1,5}$/.test(port)) return null;
  return { source, address, port: Number(port), interface: name };
}

/** Of an address that is valid on one link only: `fe80::1%eth0`. And IPv4 is IPv4, however a daemon writes it. */
const withoutZone = (address: string): string =>
  address.replace(/%.*$/, '').replace(/^::ffff:(?=\d+\.)/i, '');
