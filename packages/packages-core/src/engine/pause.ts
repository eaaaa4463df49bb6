import type { CommandRef } from './host';
import { joinSignals } from './connection/join-signals';
import type { HostConnector } from './connection/with-reconnect';
import { withReconnect } from './connection/with-reconnect';

/**
 * Passes a pause on to the server, from when it is armed (the command is claimed there) until it is disarmed (it has ended).
 * A server that cannot take it loses nothing: the pause then comes into force after the milestone.
 */
export function forwardPause(
  run: Pick<HostConnector, 'connect' | 'signal'> & { command: CommandRef; pause: AbortSignal },
) {
  const joined = joinSignals(run.signal);
  const forward = (): void => {
    withReconnect(
      { connect: run.connect, onConnectionEvent: () => undefined, signal: joined.signal },
      (host) => host.pause(run.command),
    ).catch(() => undefined);
  };
  return {
    arm(): void {
      run.pause.removeEventListener('abort', forward);
      if (run.pause.aborted) forward();
      else run.pause.addEventListener('abort', forward, { once: true });
    },
    disarm(): void {
      run.pause.removeEventListener('abort', forward);
      joined.abort(new Error('The command has ended'));
    },
  };
}
