import { existingDependencies } from './dependencies';

/**
 * Ends every open event stream in a way that makes its client reconnect. To be called on SIGTERM and SIGINT:
 * `next start` waits for open responses without limit.
 */
export function shutdown(): void {
  existingDependencies()?.shutdown.abort();
}
