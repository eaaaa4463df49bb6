import type { HostProblem, RejectionReason } from '@milepost/contract/errors/host-problem';

/** Why a server could not be used, whatever carries the connection. */
export type HostErrorCode =
  /** The connection broke: what was asked may or may not have happened. */
  | 'link_lost'
  /** No connection could be made: nothing was asked. */
  | 'unreachable'
  /** The server answered with another key than the pinned one. Terminal: nothing was sent. */
  | 'host_key_changed'
  /** The server does not accept our key or password. */
  | 'authentication_refused'
  /** The server was reached and cannot do what is needed: no sudo, a disk that is full, no place for the spool. */
  | 'unusable'
  /** The supervisor would not: see HostRefusal. */
  | 'refused';

export class HostError extends Error {
  override readonly name: string = 'HostError';

  /**
   * `code` is for who handles the error, `problem` for the message that people get. `detail` goes only into `message`, which is for logs.
   * None holds a secret.
   */
  constructor(
    readonly code: HostErrorCode,
    readonly problem: HostProblem,
    detail = '',
  ) {
    const { code: problemCode, ...fields } = problem;
    super([problemCode, JSON.stringify(fields), detail].join(' ').trim());
  }
}

/** Of a call other than start and attach, which answer with their refusal. */
export class HostRefusal extends HostError {
  override readonly name = 'HostRefusal';

  constructor(
    readonly reason: RejectionReason,
    readonly detail: string,
  ) {
    super('refused', { code: 'rejected', reason, detail });
  }
}

/** Whether waiting and connecting again can help. */
export function isLinkFailure(error: unknown): error is HostError {
  return error instanceof HostError && (error.code === 'link_lost' || error.code === 'unreachable');
}
