import { randomBytes } from 'node:crypto';
import { BlockList, isIP, isIPv6 } from 'node:net';
import { processSingleton } from '../process/singleton';

/**
 * The header in which this process notes a request's client address before anything reads the request. Its name is
 * random for each process, so a client cannot send it.
 */
export const CLIENT_ADDRESS_HEADER = processSingleton(
  'client address header',
  () => `x-client-address-${randomBytes(8).toString('hex')}`,
);

/**
 * Whom to count a request against: the client's IPv4 address, or the /64 network of its IPv6 address, because one
 * customer is usually given a whole one. `unknown` where nothing noted the address: such requests share one count.
 */
export function clientAddress({ headers }: Pick<Request, 'headers'>): string {
  const address = headers.get(CLIENT_ADDRESS_HEADER);
  if (address === null) return 'unknown';
  return isIPv6(address) ? networkOf(address) : address;
}

/** Where a request came from: the socket's address, and `X-Forwarded-For` as it was received. */
export interface Received {
  peer: string | undefined;
  forwardedFor: string | undefined;
}

/**
 * The address of the client: the peer's own, unless the peer is a trusted proxy. Then it is the right-most address of
 * `X-Forwarded-For` that is no trusted proxy; what stands left of it was sent by the client itself. Null without a peer.
 */
export function resolveClientAddress(
  { peer, forwardedFor = '' }: Received,
  trusted: BlockList,
): string | null {
  if (peer === undefined) return null;
  let address = normalized(peer);
  for (const hop of forwardedFor.split(',').reverse()) {
    const next = normalized(hop.trim());
    if (!isTrusted(address, trusted) || isIP(next) === 0) break;
    address = next;
  }
  return address;
}

/** Reads addresses and CIDR ranges. Throws an error that names the first entry that is neither. */
export function parseTrustedProxies(entries: readonly string[]): BlockList {
  const list = new BlockList();
  for (const entry of entries) {
    const [, address = '', prefix] = /^([^/]*)(?:\/(\d+))?$/.exec(entry) ?? [];
    const family = isIPv6(address) ? 'ipv6' : 'ipv4';
    try {
      if (prefix === undefined) list.addAddress(address, family);
      else list.addSubnet(address, Number(prefix), family);
    } catch {
      throw new Error(`"${entry}" is not an IP address or a CIDR range such as 10.0.0.0/8`);
    }
  }
  return list;
}

const isTrusted = (address: string, trusted: BlockList): boolean =>
  trusted.check(address, isIPv6(address) ? 'ipv6' : 'ipv4');

/** A socket that listens for both families shows IPv4 peers as `::ffff:192.0.2.1`. */
const normalized = (address: string): string => address.replace(/^::ffff:(?=\d+\.)/i, '').replace(/%.*$/, '');

/** `2001:db8::1` → `2001:db8:0:0::/64`. */
function networkOf(address: string): string {
  const [head = '', tail = ''] = address.split('::').map((part) => part.split(':').filter(Boolean));
  const zeros = Array.from({ length: Math.max(0, 8 - head.length - tail.length) }, () => '0');
  const groups = [...head, ...zeros, ...tail].map((group) => parseInt(group, 16).toString(16));
  return `${groups.slice(0, 4).join(':')}::/64`;
}
