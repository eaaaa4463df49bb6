import type { NotificationView } from '@milepost/api/people-views';

import type { Tone } from '../../components/status/status-icon';
import type { StatusIconName } from '../../components/status/status-icon-shapes';

interface NotificationStyle {
  icon: StatusIconName;
  tone: Tone;
  /** What it says after the operation's title; a general notification has a complete headline. */
  word?: string;
}

/** A notification's icon, and what it says of its operation. */
export const notificationStyles: Record<NotificationView['kind'], NotificationStyle> = {
  needs_decision: { icon: 'decision', tone: 'warn', word: 'needs a decision' },
  interrupted: { icon: 'unknown', tone: 'warn', word: 'was interrupted' },
  failed: { icon: 'failed', tone: 'bad', word: 'failed' },
  completed: { icon: 'ok', tone: 'ok', word: 'succeeded' },
  canceled: { icon: 'canceled', tone: 'idle', word: 'was canceled' },
  server_unreachable: { icon: 'failed', tone: 'bad' },
  server_reachable: { icon: 'ok', tone: 'ok' },
  server_rebuilt: { icon: 'unknown', tone: 'warn' },
  person_joined: { icon: 'ok', tone: 'idle' },
};

export function notificationHeadline({ kind, title }: NotificationView): string {
  const { word } = notificationStyles[kind];
  return word === undefined ? title : `${title} ${word}`;
}

/** The page about it. */
export function notificationHref({ operationId, serverId, kind }: NotificationView): string {
  if (operationId !== null) return `/operations/${operationId}`;
  if (serverId !== null) return `/servers/${serverId}`;
  return kind === 'person_joined' ? '/settings#people' : '/servers';
}
