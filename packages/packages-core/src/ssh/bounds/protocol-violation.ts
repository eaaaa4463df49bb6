const SENTENCES = {
  too_much: 'sent more than expected',
  unreadable: 'sent an answer that cannot be read',
} as const;

/**
 * A server sent what ours never sends. Whatever else comes from it would be read by the process that serves all other servers: so
 * whoever meets this closes the connection.
 */
export class ProtocolViolation extends Error {
  override readonly name = 'ProtocolViolation';

  /** `detail` is for logs: what was read, and its bound. */
  constructor(
    readonly kind: keyof typeof SENTENCES,
    detail: string,
  ) {
    super(`${SENTENCES[kind]}: ${detail}`);
  }

  /** What people read after the server's name. */
  get sentence(): string {
    return SENTENCES[this.kind];
  }
}
