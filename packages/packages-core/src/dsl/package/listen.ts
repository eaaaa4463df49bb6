/** What a package listens on. */
export interface Listen {
  readonly protocol: 'tcp' | 'udp' | 'unix';
  /** A path for a Unix socket. */
  readonly port: number | string;
  /** `loopback`, `all`, or one address. */
  readonly on: string;
  /** `http`, for a link on the installation's page. */
  readonly scheme: string | null;
  /** The form field that chooses the port. */
  readonly field: string | null;
}

export type ListenOptions = Partial<Pick<Listen, 'on' | 'scheme' | 'field'>>;

/** A TCP port, on every address when nothing else is said. */
export function tcp(port: number, options: ListenOptions = {}): Listen {
  return { protocol: 'tcp', port, on: 'all', scheme: null, field: null, ...options };
}

/** A UDP port, on every address when nothing else is said. */
export function udp(port: number, options: ListenOptions = {}): Listen {
  return { ...tcp(port, options), protocol: 'udp' };
}

/** What both would listen on, as `80/tcp`; null where they can be there together. Pure. */
export function listenConflict(own: readonly Listen[], other: readonly Listen[]): string | null {
  const shared = own.find((mine) => other.some((theirs) => overlaps(mine, theirs)));
  return shared ? `${shared.port}/${shared.protocol}` : null;
}

function overlaps(a: Listen, b: Listen): boolean {
  return (
    a.protocol === b.protocol && a.port === b.port && (a.on === b.on || a.on === 'all' || b.on === 'all')
  );
}
