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
      return `Confirm the host key of ${name} first.`;
    case 'enrolling':
      return `${name} is still being connected. Try again in a moment.`;
    case 'enrollment_failed':
      return `${name} could not be connected. ${problem ?? 'Try again on its page.'}`;
    case 'host_key_changed':
      return `The host key of ${name} has changed: nothing is sent to it until you confirm the new one.`;
    case 'removed':
      return `${name} was removed.`;
  }
}
