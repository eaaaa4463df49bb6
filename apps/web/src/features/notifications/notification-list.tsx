import type { NotificationView } from '@milepost/api/people-views';
import Link from 'next/link';

import { cn } from '../../components/cn';
import { Sign } from '../../components/sign';
import { Ago } from '../../time/ticking';
import { notificationLook } from './notification-look';

/** The latest first, each a link to its operation. */
export function NotificationList({ items, onGo }: { items: NotificationView[]; onGo: () => void }) {
  if (items.length === 0) {
    return (
      <p className="px-6 py-8 text-center text-balance text-ink-2">
        Nothing yet. When an operation ends or needs a decision, it is told here.
      </p>
    );
  }
  return (
    <ul className="min-h-0 overflow-y-auto">
      {items.map(({ id, operationId, kind, title, sentence, at, read }) => {
        const { sign, tone, word } = notificationLook[kind];
        return (
          <li key={id} className="border-b last:border-b-0">
            <Link
              href={`/operations/${operationId}`}
              onClick={onGo}
              className="grid grid-cols-[16px_minmax(0,1fr)_auto] gap-x-2.5 px-4 py-2.5 -outline-offset-2 hover:bg-hover"
            >
              <Sign name={sign} tone={tone} className="mt-0.5" />
              <span className={cn('wrap-anywhere', read ? 'text-ink-2' : 'font-medium')}>
                {title} {word}
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
