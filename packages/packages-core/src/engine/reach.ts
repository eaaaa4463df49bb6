import type { Host } from './host';
import type { HostErrorCode } from './host-error';
import { isLinkFailure } from './host-error';
import { rest } from './rest';

export type LinkEvent =
  | { kind: 'up' }
  /** `attempt` counts from 1 since the server was last of use; `publicMessage` is one sentence for people. */
  | { kind: 'down'; attempt: number; code: HostErrorCode; publicMessage: string; retryMs: number };

/** A way to a server, and who is told how it fares. */
export interface Link {
  /** A host on a live connection, pooled or new. Throws HostError. */
  connect(signal: AbortSignal): Promise<Host>;
  onLink(event: LinkEvent): void;
  /** Lets go: nothing on the server is stopped. */
  signal: AbortSignal;
}

const FIRST_RETRY_MS = 100;
const LAST_RETRY_MS = 15_000;

/**
 * Does something idempotent on a server; a broken link is mended and it is done again, without limit of tries.
 * `progress` tells that the link was of use: the next wait is a short one again.
 * Throws HostError for what waiting does not mend, and the signal's reason when told to let go.
 */
export async function reach<T>(
  link: Link,
  use: (host: Host, progress: () => void) => Promise<T>,
): Promise<T> {
  let attempt = 0;
  for (;;) {
    link.signal.throwIfAborted();
    try {
      const host = await link.connect(link.signal);
      link.onLink({ kind: 'up' });
      return await use(host, () => {
        attempt = 0;
      });
    } catch (error) {
      link.signal.throwIfAborted();
      if (!isLinkFailure(error)) throw error;
      const retryMs = retryDelay(attempt++);
      link.onLink({ kind: 'down', attempt, code: error.code, publicMessage: error.publicMessage, retryMs });
      await rest(retryMs, link.signal);
    }
  }
}

/** Doubles from 100 ms to 15 s; the jitter keeps many servers behind one router from coming back at once. */
export function retryDelay(attempt: number): number {
  const delay = Math.min(LAST_RETRY_MS, FIRST_RETRY_MS * 2 ** attempt);
  return Math.round(delay * (0.75 + Math.random() / 4));
}
