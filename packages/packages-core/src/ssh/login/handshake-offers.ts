import { connect as connectSocket } from 'node:net';
import ssh2 from 'ssh2';
import { UnclaimedTraffic } from '../bounds/unclaimed-traffic';

const TIMEOUT_MS = 10_000;
/** ssh2's own words for what two sides could not agree on, and the setting of sshd that names it. See ssh2/lib/protocol/kex.js. */
const KINDS = [
  { what: 'key exchange algorithm', line: 'KEX method', setting: 'KexAlgorithms' },
  { what: 'host key algorithm', line: 'Host key format', setting: 'HostKeyAlgorithms' },
  { what: 'cipher', line: 'C->S cipher', setting: 'Ciphers' },
  { what: 'cipher', line: 'S->C cipher', setting: 'Ciphers' },
  { what: 'message authentication code', line: 'C->S MAC', setting: 'MACs' },
  { what: 'message authentication code', line: 'S->C MAC', setting: 'MACs' },
] as const;

/** Whether the two sides have no algorithm in common. */
export function isNoCommonAlgorithm(error: Error): boolean {
  return /no matching (?:key exchange|host key|C->S|S->C)/i.test(error.message);
}

/** Asks once more, listening to what each side offers, and says it in sentences; null where the server does not answer this time. */
export async function noCommonAlgorithmSentence(address: {
  host: string;
  port: number;
}): Promise<string | null> {
  const lines = await readOffers(address);
  for (const { what, line, setting } of KINDS) {
    const ours = offers(lines, `Handshake: (local) ${line}: `);
    const theirs = offers(lines, `Handshake: (remote) ${line}: `);
    if (theirs === null || ours === null || theirs.some((name) => ours.includes(name))) continue;
    return `${address.host} and Milepost have no ${what} in common. The server offers ${list(theirs)}; Milepost offers ${list(ours)}. Allow one of these in ${setting} in the server’s sshd_config.`;
  }
  return null;
}

const MOST_NAMES = 8;
const list = (names: string[]): string =>
  names.length > MOST_NAMES ? `${names.slice(0, MOST_NAMES).join(', ')} …` : names.join(', ');

function offers(lines: string[], start: string): string[] | null {
  const line = lines.find((candidate) => candidate.startsWith(start));
  // Markers for extensions of the protocol are no algorithms.
  return line === undefined
    ? null
    : line
        .slice(start.length)
        .split(',')
        .filter((name) => !/^(?:ext-info|kex-strict)-/.test(name));
}

function readOffers({ host, port }: { host: string; port: number }): Promise<string[]> {
  const lines: string[] = [];
  const socket = connectSocket({ host, port, noDelay: true });
  const client = new ssh2.Client();
  return new Promise((resolve) => {
    const end = (): void => {
      client.destroy();
      socket.destroy();
      resolve(lines);
    };
    new UnclaimedTraffic(socket, end);
    client.on('error', end).on('close', end);
    socket.on('error', end);
    client.connect({
      sock: socket,
      username: 'root',
      readyTimeout: TIMEOUT_MS,
      hostVerifier: () => false,
      debug: (line) => {
        if (line.startsWith('Handshake: (')) lines.push(line);
      },
    });
  });
}
