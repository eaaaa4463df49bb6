export interface AddressParts {
  /** A host name or an IP address, an IPv6 address without its brackets. Not judged. */
  address: string;
  /** Null where the text names none. */
  port: number | null;
  username: string | null;
}

const BRACKETED = /^\[([^\]]*:[^\]]*)\](?::(\d{1,5}))?$/;
const WITH_PORT = /^([^:]+):(\d{1,5})$/;
const LAST_PORT = 65_535;

/**
 * Splits what people paste as an address: `host:port`, `[IPv6]:port`, `user@host` and `ssh://user@host:port`. What is none of these,
 * such as an address with a password in it, comes back whole.
 */
export function splitAddress(text: string): AddressParts {
  const trimmed = text.trim();
  const whole = { address: trimmed, port: null, username: null };
  const url = /^ssh:\/\/(.*?)\/?$/i.exec(trimmed);
  const rest = url?.[1] ?? trimmed;
  const at = rest.lastIndexOf('@'); // a user name may have one, as joe@corp.example
  const username = at === -1 ? null : rest.slice(0, at);
  const host = rest.slice(at + 1);
  const [, address = host, digits] = BRACKETED.exec(host) ?? WITH_PORT.exec(host) ?? [];
  const port = digits === undefined ? null : Number(digits);
  const wrongPort = port !== null && (port < 1 || port > LAST_PORT);
  if (address === '' || username === '' || username?.includes(':') || wrongPort) return whole;
  return { address, port, username };
}
