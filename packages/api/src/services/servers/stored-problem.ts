import type { ServerProblem } from '@milepost/contract/errors/server-problem';
import { serverProblemMessage } from '@milepost/contract/messages/errors/server-errors';

/** The message of a problem as a server's row holds it: JSON of a ServerProblem; null where there is none. */
export const storedProblemMessage = (stored: unknown): string | null =>
  stored === null ? null : serverProblemMessage(stored as ServerProblem);
