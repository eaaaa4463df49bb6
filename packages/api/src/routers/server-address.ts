import { isIP, isIPv6 } from 'node:net';

/** A label of a host name, as RFC 1123 (2.1) has it. */
const LABEL = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/i;
/** Resolvers take a name that ends like this for an IPv4 address in an old notation: `127.1`, `0x7f.1`. */
const NUMERIC_LABEL = /^(\d+|0x[0-9a-f]*)$/i;
const MAX_LENGTH = 253;

/** An IPv4 address, an IPv6 address (returned without its brackets) or a host name; null for everything else. */
export function parseServerAddress(text: string): string | null {
  const bracketed = /^\[(.*)\]$/.exec(text)?.[1];
  if (bracketed !== undefined) return isIPv6(bracketed) ? bracketed : null;
  return isIP(text) !== 0 || isHostName(text) ? text : null;
}

function isHostName(text: string): boolean {
  const labels = text.split('.');
  return (
    text.length <= MAX_LENGTH &&
    labels.every((label) => LABEL.test(label)) &&
    !NUMERIC_LABEL.test(labels.at(-1) ?? '')
  );
}
