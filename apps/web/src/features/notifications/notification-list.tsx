import type { NotificationView } from '@milepost/api/people-views';
import { notificationHeadline, notificationPath } from '@milepost/contract/messages/notifications';
import Link from 'next/link';

import { cn } from '../../components/cn';
import { StatusIcon } from '../../components/status/status-icon';
import { Ago } from '../../time/ticking';
import { notificationStyles } from './notification-style';

/** The latest first, each a link to the page about it. */
export function NotificationList({ items, onGo }: { items: NotificationView[]; onGo: () => void }) {
  if (items.length === 0) {
    return (
      <p className="px-6 py-8 text-center text-balance text-ink-2">
        Nothing yet. You are notified here when an operation ends or needs a decision, and when a server
        becomes unreachable.
      </p>
    );
  }
  return (
    <ul className="min-h-0 overflow-y-auto">
      {items.map((item) => {
        const { id, kind, sentence, at, read } = item;
        const { icon, tone } = notificationStyles[kind];
        return (
          <li key={id} className="border-b last:border-b-0">
            <Link
              href={notificationPath(item)}
              onClick={onGo}
              className="grid grid-cols-[16px_minmax(0,1fr)_auto] gap-x-2.5 px-4 py-2.5 -outline-offset-2 hover:bg-hover"
            >
              <StatusIcon name={icon} tone={tone} className="mt-0.5" />
              <span className={cn('wrap-anywhere', read ? 'text-ink-2' : 'font-medium')}>
                {notificationHeadline(item)}
                {!read && <span className="sr-only">, unread</span>}
              </span>
              <span className="text-xs leading-5 text-ink-3">
                <Ago at={at} />
              </span>
              <span className="col-start-2 text-xs text-pretty wrap-anywhere text-ink-2">{sentence}</span>
            </Link>
          </li>
        );
      })}
    </ul>
  );
}
