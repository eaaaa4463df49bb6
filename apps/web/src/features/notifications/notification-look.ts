import type { NotificationView } from '@milepost/api/people-views';

import type { Tone } from '../../components/sign';
import type { SignName } from '../../components/sign-shapes';

interface NotificationLook {
  sign: SignName;
  tone: Tone;
  /** After the operation's title. */
  word: string;
}

/** A notification's sign, and what it says of its operation. */
export const notificationLook: Record<NotificationView['kind'], NotificationLook> = {
  needs_decision: { sign: 'decision', tone: 'warn', word: 'needs a decision' },
  interrupted: { sign: 'unknown', tone: 'warn', word: 'was interrupted' },
  failed: { sign: 'failed', tone: 'bad', word: 'failed' },
  completed: { sign: 'ok', tone: 'ok', word: 'succeeded' },
  cancelled: { sign: 'cancelled', tone: 'idle', word: 'was cancelled' },
};
