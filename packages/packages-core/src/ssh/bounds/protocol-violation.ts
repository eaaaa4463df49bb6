/**
 * A server sent what ours never sends. Whatever else comes from it would be read by the process that serves all other servers: so
 * whoever meets this closes the connection.
 */
export class ProtocolViolation extends Error {
  override readonly name = 'ProtocolViolation';

  /** `detail` is for logs: what was read, and its bound. */
  constructor(
    readonly kind: 'too_much' | 'unreadable',
    detail: string,
  ) {
    super(`${kind}: ${detail}`);
  }
}
