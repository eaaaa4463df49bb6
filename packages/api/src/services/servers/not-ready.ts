import { requestErrorMessage } from '@milepost/contract/messages/errors/request-errors';
import type { Server } from '@milepost/db/types';
import { storedProblemMessage } from './stored-problem';

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
      return requestErrorMessage({ code: 'server_awaits_confirmation', name });
    case 'enrolling':
      return requestErrorMessage({ code: 'server_enrolling', name });
    case 'enrollment_failed':
      return requestErrorMessage({
        ...{ code: 'server_not_enrolled', name },
        reason: storedProblemMessage(problem),
      });
    case 'host_key_changed':
      return requestErrorMessage({ code: 'server_host_key_changed', name });
    case 'removed':
      return requestErrorMessage({ code: 'server_removed', name });
  }
}
