'use client';

import Link from 'next/link';
import { usePathname } from 'next/navigation';

import { isCurrentItem, navigationItems } from './navigation';

/** On a phone the rail is a bar of tabs at the foot. */
export function TabBar() {
  const pathname = usePathname() ?? ''; // null in a page of the older router only
  return (
    <nav
      aria-label="Main, phone"
      className="fixed inset-x-0 bottom-0 z-20 hidden h-[60px] grid-cols-6 border-t bg-rail max-sm:grid"
    >
      {navigationItems.map((item) => (
        <Link
          key={item.href}
          href={item.href}
          aria-current={isCurrentItem(item, pathname) ? 'page' : undefined}
          className="relative grid place-content-center justify-items-center gap-[3px] text-2xs font-medium text-ink-3 aria-[current]:text-accent-ink aria-[current]:before:absolute aria-[current]:before:top-[-1px] aria-[current]:before:left-1/2 aria-[current]:before:h-0.5 aria-[current]:before:w-7 aria-[current]:before:-translate-x-1/2 aria-[current]:before:bg-accent"
        >
          <item.icon aria-hidden className="size-5" />
          {item.label}
        </Link>
      ))}
    </nav>
  );
}
