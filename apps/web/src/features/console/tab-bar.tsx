'use client';

import { Ellipsis } from 'lucide-react';
import Link from 'next/link';
import { usePathname } from 'next/navigation';

import { isAt, places } from './navigation';

/** On a phone the rail is a bar of five tabs at the foot. */
export function TabBar() {
  const pathname = usePathname() ?? ''; // null in a page of the older router only
  return (
    <nav
      aria-label="Main, phone"
      className="fixed inset-x-0 bottom-0 z-20 hidden h-[60px] grid-cols-5 border-t bg-rail max-sm:grid"
    >
      {places.map((place) => {
        const Icon = place.href === '/settings' ? Ellipsis : place.icon;
        return (
          <Link
            key={place.href}
            href={place.href}
            aria-current={isAt(place, pathname) ? 'page' : undefined}
            className="relative grid place-content-center justify-items-center gap-[3px] text-2xs font-medium text-ink-3 aria-[current]:text-accent-ink aria-[current]:before:absolute aria-[current]:before:top-[-1px] aria-[current]:before:left-1/2 aria-[current]:before:h-0.5 aria-[current]:before:w-7 aria-[current]:before:-translate-x-1/2 aria-[current]:before:bg-accent"
          >
            <Icon aria-hidden className="size-5" />
            {place.href === '/settings' ? 'More' : place.label}
          </Link>
        );
      })}
    </nav>
  );
}
