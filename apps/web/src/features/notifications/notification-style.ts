import type { NotificationView } from '@milepost/api/people-views';

import type { Tone } from '../../components/status/status-icon';
import type { StatusIconName } from '../../components/status/status-icon-shapes';

interface NotificationStyle {
  icon: StatusIconName;
  tone: Tone;
}

/** A notification's icon. */
export const notificationStyles: Record<NotificationView['kind'], NotificationStyle> = {
  needs_decision: { icon: 'decision', tone: 'warn' },
  interrupted: { icon: 'unknown', tone: 'warn' },
  failed: { icon: 'failed', tone: 'bad' },
  completed: { icon: 'ok', tone: 'ok' },
  canceled: { icon: 'canceled', tone: 'idle' },
  server_unreachable: { icon: 'failed', tone: 'bad' },
  server_reachable: { icon: 'ok', tone: 'ok' },
  server_rebuilt: { icon: 'unknown', tone: 'warn' },
  person_joined: { icon: 'ok', tone: 'idle' },
};
