'use client';

import { hasEnded } from '@milepost/contract/statuses';
import Link from 'next/link';
import { usePathname } from 'next/navigation';
import type { ReactNode } from 'react';

import { Mark } from '../../../components/mark';
import { ProgressRing } from '../../../components/status/progress-ring';
import { useLiveOverview } from '../../../live/use-live-overview';
import { AccountMenu } from './account-menu';
import { EngineState } from './engine-state';
import { isCurrentItem, navigationItems } from './navigation';

/** The left rail: labels from 1024 px, icons only below that, hidden on a phone. */
export function Rail() {
  const pathname = usePathname() ?? ''; // null in a page of the older router only
  const counts = useCounts();
  return (
    <aside
      aria-label="Console"
      className="sticky top-0 flex h-dvh flex-col border-r bg-rail px-2 pb-0 max-sm:hidden"
    >
      <Link
        href="/"
        className="flex h-(--size-header) flex-none items-center gap-2 px-2 text-base font-semibold tracking-tight max-md:justify-center max-md:px-0"
      >
        <Mark className="flex-none" />
        <span className="max-md:sr-only">Milepost</span>
      </Link>
      <nav aria-label="Main" className="mt-2 grid gap-px">
        {navigationItems.map((item) => (
          <Link
            key={item.href}
            href={item.href}
            aria-current={isCurrentItem(item, pathname) ? 'page' : undefined}
            title={item.label}
            className="group flex h-[30px] items-center gap-[9px] rounded-md px-2 font-medium text-ink-2 transition-colors duration-(--duration-fast) hover:bg-hover hover:text-ink aria-[current]:bg-surface aria-[current]:text-ink aria-[current]:shadow-control aria-[current]:ring-1 aria-[current]:ring-line max-md:h-9 max-md:justify-center max-md:px-0"
          >
            <item.icon aria-hidden className="text-ink-3 group-aria-[current]:text-accent" />
            <span className="max-md:sr-only">{item.label}</span>
            {counts[item.href] !== undefined && (
              <span className="ml-auto flex items-center gap-[5px] text-xs font-normal text-ink-3 max-md:hidden">
                {counts[item.href]}
              </span>
            )}
          </Link>
        ))}
      </nav>
      <div className="-mx-2 mt-auto grid gap-0.5">
        <EngineState />
        <AccountMenu />
      </div>
    </aside>
  );
}

function useCounts(): Record<string, ReactNode> {
  const { data } = useLiveOverview();
  if (data === undefined) return {};
  const active = data.active.filter(({ status }) => !hasEnded(status));
  const moving = active.filter(({ status }) => status !== 'queued');
  const mean =
    moving.reduce((sum, { progress }) => sum + progress.percentage, 0) / Math.max(1, moving.length);
  return {
    '/servers': data.servers.total > 0 ? data.servers.total : undefined,
    '/operations':
      active.length > 0 ? (
        <>
          {moving.length > 0 && <ProgressRing percentage={mean} />}
          {active.length}
          <span className="sr-only">active</span>
        </>
      ) : undefined,
  };
}
