/** An address, or all addresses that begin with the same bits. */
export interface Network {
  readonly family: 4 | 6;
  /** The address as a number; bits behind the prefix are 0 in a network. */
  readonly address: bigint;
  /** How many bits are fixed: 32 or 128 of a single address. */
  readonly prefix: number;
}

const BITS = { 4: 32, 6: 128 } as const;

/** Reads `192.0.2.10`, `10.0.0.0/8`, `2001:db8::1`. Null where it is none, and for IPv4 addresses written as IPv6. Pure. */
export function parseNetwork(text: string): Network | null {
  const [address = '', length, ...rest] = text.split('/');
  const family = address.includes(':') ? 6 : 4;
  const groups = family === 4 ? parseIpv4(address) : parseIpv6(address);
  const bits = BITS[family];
  if (!groups || rest.length > 0 || (length !== undefined && !/^(0|[1-9]\d{0,2})$/.test(length))) return null;
  const prefix = length === undefined ? bits : Number(length);
  if (prefix > bits) return null;
  const width = family === 4 ? 8n : 16n;
  const number = groups.reduce((sum, group) => (sum << width) | BigInt(group), 0n);
  // `::ffff:192.0.2.1` and `::192.0.2.1` are never on the wire, and programs write them in different ways.
  if (family === 6 && number > 1n && [0n, 0xffffn].includes(number >> 32n)) return null;
  return { family, address: number, prefix };
}

/** In its shortest form, without bits behind the prefix: `10.1.2.3/8` is `10.0.0.0/8`, `2001:DB8:0::1/128` is `2001:db8::1`. Pure. */
export function networkText({ family, address, prefix }: Network): string {
  const bits = BITS[family];
  const start = startOf(address, bits - prefix);
  const text = family === 4 ? groupsOf(start, 4, 8n).join('.') : ipv6Text(groupsOf(start, 8, 16n));
  return prefix === bits ? text : `${text}/${prefix}`;
}

/** Whether all addresses of `inner` are in `outer`. Pure. */
export function containsNetwork(outer: Network, inner: Network): boolean {
  if (outer.family !== inner.family || inner.prefix < outer.prefix) return false;
  const free = BITS[outer.family] - outer.prefix;
  return startOf(outer.address, free) === startOf(inner.address, free);
}

const startOf = (address: bigint, freeBits: number): bigint =>
  (address >> BigInt(freeBits)) << BigInt(freeBits);

function parseIpv4(text: string): number[] | null {
  const numbers = text.split('.');
  if (numbers.length !== 4 || !numbers.every((number) => /^(0|[1-9]\d{0,2})$/.test(number))) return null;
  const groups = numbers.map(Number);
  return groups.every((group) => group <= 255) ? groups : null;
}

function parseIpv6(text: string): number[] | null {
  const halves = text.split('::');
  if (halves.length > 2) return null;
  const [head = [], tail = []] = halves.map((half) => (half === '' ? [] : half.split(':')));
  const missing = 8 - head.length - tail.length;
  if (halves.length === 2 ? missing < 1 : missing !== 0) return null;
  const groups = [...head, ...Array.from({ length: missing }, () => '0'), ...tail];
  return groups.every((group) => /^[0-9a-f]{1,4}$/i.test(group))
    ? groups.map((group) => parseInt(group, 16))
    : null;
}

const groupsOf = (address: bigint, count: number, width: bigint): number[] =>
  Array.from({ length: count }, (_, i) =>
    Number((address >> (width * BigInt(count - 1 - i))) & ((1n << width) - 1n)),
  );

/** As RFC 5952 has it: the first of the longest runs of zeros, of two groups at least, is left out. */
function ipv6Text(groups: readonly number[]): string {
  const runs = groups.map((_, from) => {
    const end = groups.findIndex((group, i) => i >= from && group !== 0);
    return (end < 0 ? groups.length : end) - from;
  });
  const longest = Math.max(...runs);
  const hex = groups.map((group) => group.toString(16));
  if (longest < 2) return hex.join(':');
  const from = runs.indexOf(longest);
  return `${hex.slice(0, from).join(':')}::${hex.slice(from + longest).join(':')}`;
}
