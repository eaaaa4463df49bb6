import { createHash } from 'node:crypto';

/** A lab's /24: the host is .1, server I is .(10 + I). Every kernel object's name derives from it, so labs never meet. */
export interface LabNetwork {
  /** First three bytes: "10.86.7". */
  prefix: string;
  /** "10.86.7.0/24" */
  subnet: string;
  /** The host's own address, where the proxy listens. */
  gateway: string;
  /** Also the control group's name and the prefix of every other name. */
  bridge: string;
}

export interface ServerNames {
  address: string;
  mac: string;
  /** Host end of the cable; a link name holds 15 characters at most. */
  link: string;
  netns: string;
  machine: string;
}

/** Servers are numbered from 1 to this. */
export const MAX_SERVERS = 200;

const POOLS = ['10.86', '172.29', '192.168'];

export function networkOf(prefix: string): LabNetwork {
  return { prefix, subnet: `${prefix}.0/24`, gateway: `${prefix}.1`, bridge: `ml${hex(prefix, '')}` };
}

export function serverNames(network: LabNetwork, index: number): ServerNames {
  return {
    address: `${network.prefix}.${10 + index}`,
    mac: `02:${hex(network.prefix, ':')}:00:${index.toString(16).padStart(2, '0')}`,
    link: `${network.bridge}s${index}`,
    netns: `${network.bridge}-${index}`,
    machine: `${network.bridge}-${index}`,
  };
}

/** The /24 for a lab of this name: the same each time unless something that `taken` (CIDRs) names is in the way. */
export function pickPrefix(lab: string, taken: string[]): string | undefined {
  const start = createHash('sha256').update(lab).digest()[0] ?? 0;
  for (const pool of POOLS) {
    for (let step = 0; step < 256; step++) {
      const prefix = `${pool}.${(start + step) % 256}`;
      if (!taken.some((cidr) => overlaps(cidr, `${prefix}.0/24`))) return prefix;
    }
  }
  return undefined;
}

/** Do two IPv4 ranges share an address? A bare address counts as /32. */
export function overlaps(a: string, b: string): boolean {
  const [left, right] = [parse(a), parse(b)];
  const bits = Math.min(left.bits, right.bits);
  return left.value >>> (32 - bits) === right.value >>> (32 - bits) || bits === 0;
}

function parse(cidr: string): { value: number; bits: number } {
  const [address = '', bits = '32'] = cidr.split('/');
  const value = address.split('.').reduce((sum, byte) => ((sum << 8) | Number(byte)) >>> 0, 0);
  return { value, bits: Number(bits) };
}

function hex(prefix: string, separator: string): string {
  return prefix
    .split('.')
    .map((byte) => Number(byte).toString(16).padStart(2, '0'))
    .join(separator);
}
