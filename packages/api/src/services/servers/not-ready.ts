import type { Server } from '@milepost/db/types';

/** Why nothing can be done on a server now, in a sentence; null when it is ready. */
export function notReady({
  name,
  status,
  problem,
}: Pick<Server, 'name' | 'status' | 'problem'>): string | null {
  switch (status) {
    case 'ready':
      return null;
    case 'awaiting_confirmation':
      return `${name} waits for somebody to confirm its host key.`;
    case 'joining':
      return `${name} is still joining; it will be ready in a moment.`;
    case 'join_failed':
      return `${name} could not join. ${problem ?? 'Try again on its page.'}`;
    case 'host_key_changed':
      return `The host key of ${name} has changed: nothing is sent to it until somebody confirms the new one.`;
  }
}
