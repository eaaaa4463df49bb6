import type { HostProblem } from '@milepost/contract/errors/host-problem';
import type { Host } from '../host';
import type { HostErrorCode } from '../host-error';
import { isLinkFailure } from '../host-error';
import { sleep } from './sleep';
import { watchSilence } from './watch-silence';

export type ConnectionEvent =
  | { kind: 'up' }
  /** No byte has come since then, and the link is not given up yet. Followed by `up` or `down`. */
  | { kind: 'silent'; since: Date }
  /**
   * `attempt` counts from 1 since the last successful call; `problem` is why; `since` is when the last
   * byte came over the connection that was lost, or when a new one was tried.
   */
  | {
      kind: 'down';
      attempt: number;
      code: HostErrorCode;
      problem: HostProblem;
      retryMs: number;
      since: Date;
    };

/** How to connect to a server, and who is notified about the connection. */
export interface HostConnector {
  /** A host on a live connection, pooled or new. Throws HostError. */
  connect(signal: AbortSignal): Promise<Host>;
  onConnectionEvent(event: ConnectionEvent): void;
  /** Stops waiting for the server. Stops nothing on it. */
  signal: AbortSignal;
}

const FIRST_RETRY_MS = 100;
const LAST_RETRY_MS = 15_000;

/**
 * Runs something idempotent on a server. When the connection breaks it reconnects and runs it again, any number of times.
 * `progress` reports that the connection works: the next retry delay is short again.
 * Throws HostError for what a retry cannot resolve, and the signal's reason when aborted.
 */
export async function withReconnect<T>(
  connector: HostConnector,
  use: (host: Host, progress: () => void) => Promise<T>,
): Promise<T> {
  let attempt = 0;
  for (;;) {
    connector.signal.throwIfAborted();
    const triedAt = Date.now();
    let host: Host | undefined;
    const lastByteAt = (): number => host?.lastByteAt() ?? triedAt;
    const stopWatching = watchSilence({
      lastByteAt,
      onSilent: (since) => {
        if (host !== undefined || attempt === 0) connector.onConnectionEvent({ kind: 'silent', since });
      },
      onResumed: () => connector.onConnectionEvent({ kind: 'up' }),
    });
    try {
      host = await connector.connect(connector.signal);
      connector.onConnectionEvent({ kind: 'up' });
      const result = await use(host, () => {
        attempt = 0;
      });
      if (stopWatching()) connector.onConnectionEvent({ kind: 'up' });
      return result;
    } catch (error) {
      stopWatching();
      connector.signal.throwIfAborted();
      if (!isLinkFailure(error)) throw error;
      const since = new Date(lastByteAt());
      const retryMs = retryDelay(attempt++);
      const { code, problem } = error;
      connector.onConnectionEvent({ kind: 'down', attempt, code, problem, retryMs, since });
      await sleep(retryMs, connector.signal);
    }
  }
}

/** Doubles from 100 ms to 15 s; the jitter keeps many servers behind one router from coming back at once. */
export function retryDelay(attempt: number): number {
  const delay = Math.min(LAST_RETRY_MS, FIRST_RETRY_MS * 2 ** attempt);
  return Math.round(delay * (0.75 + Math.random() / 4));
}
