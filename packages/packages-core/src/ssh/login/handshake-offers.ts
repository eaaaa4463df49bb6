import { connect as connectSocket } from 'node:net';
import type { HostProblem } from '@milepost/contract/errors/host-problem';
import ssh2 from 'ssh2';
import { UnclaimedTraffic } from '../bounds/unclaimed-traffic';

const TIMEOUT_MS = 10_000;
/** ssh2's own words for what two sides could not agree on. See ssh2/lib/protocol/kex.js. */
const KINDS = [
  { kind: 'key_exchange', line: 'KEX method' },
  { kind: 'host_key', line: 'Host key format' },
  { kind: 'cipher', line: 'C->S cipher' },
  { kind: 'cipher', line: 'S->C cipher' },
  { kind: 'mac', line: 'C->S MAC' },
  { kind: 'mac', line: 'S->C MAC' },
] as const;

/** Whether the two sides have no algorithm in common. */
export function isNoCommonAlgorithm(error: Error): boolean {
  return /no matching (?:key exchange|host key|C->S|S->C)/i.test(error.message);
}

/** Asks once more, listening to what each side offers; null where the server does not answer this time. */
export async function findMissingAlgorithm(address: {
  host: string;
  port: number;
}): Promise<HostProblem | null> {
  const lines = await readOffers(address);
  for (const { kind, line } of KINDS) {
    const ours = offers(lines, `Handshake: (local) ${line}: `);
    const theirs = offers(lines, `Handshake: (remote) ${line}: `);
    if (theirs === null || ours === null || theirs.some((name) => ours.includes(name))) continue;
    return { code: 'no_common_algorithm', host: address.host, kind, theirs, ours };
  }
  return null;
}

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
