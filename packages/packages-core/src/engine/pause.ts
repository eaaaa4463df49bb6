import type { CommandRef } from './host';
import type { Link } from './reach';
import { reach } from './reach';

/**
 * Passes a pause on to the server, from when it is armed (the command is claimed there) until it is disarmed (it has ended).
 * A server that cannot take it loses nothing: the pause then comes into force after the milestone.
 */
export function forwardPause(
  run: Pick<Link, 'connect' | 'signal'> & { command: CommandRef; pause: AbortSignal },
) {
  const ended = new AbortController();
  const signal = AbortSignal.any([run.signal, ended.signal]);
  const pass = (): void => {
    reach({ connect: run.connect, onLink: () => undefined, signal }, (host) => host.pause(run.command)).catch(
      () => undefined,
    );
  };
  return {
    arm(): void {
      run.pause.removeEventListener('abort', pass);
      if (run.pause.aborted) pass();
      else run.pause.addEventListener('abort', pass, { once: true });
    },
    disarm(): void {
      run.pause.removeEventListener('abort', pass);
      ended.abort();
    },
  };
}
