'use client';

import { Search } from 'lucide-react';
import Link from 'next/link';

import { cn } from '../../../components/cn';
import { Kbd } from '../../../components/kbd';
import { Mark } from '../../../components/mark';
import { Bell } from '../../notifications/bell';
import { LiveDot } from './live-dot';
import { usePalette } from '../palette/palette-state';
import { ThemeToggle } from './theme-toggle';

export interface Crumb {
  label: string;
  href: string;
}

/** Breadcrumb, search, the live dot. A list page has its title here; a deeper page has its own heading below. */
export function Header({ title, above }: { title: string; above: Crumb[] }) {
  const { open } = usePalette();
  const deep = above.length > 0;
  return (
    <header className="sticky top-0 z-10 flex h-(--size-header) items-center gap-1 border-b bg-canvas pr-4 pl-6 max-sm:gap-0 max-sm:pr-1.5 max-sm:pl-4">
      <Mark className="mr-2.5 hidden flex-none max-sm:block" />
      <nav aria-label="Breadcrumb" className="flex min-w-0 items-center gap-1.5 text-ink-3">
        {above.map((crumb, index) => (
          <span
            key={crumb.href}
            className={cn('flex items-center gap-1.5', index < above.length - 1 && 'max-sm:hidden')}
          >
            <Link
              href={crumb.href}
              className="hover:text-ink max-sm:flex max-sm:h-11 max-sm:items-center max-sm:font-medium max-sm:text-ink-2 max-sm:before:mr-1.5 max-sm:before:text-lg max-sm:before:content-['‹']"
            >
              {crumb.label}
            </Link>
            <span aria-hidden className="text-line-strong max-sm:hidden">
              /
            </span>
          </span>
        ))}
        {deep ? (
          <span aria-current="page" className="truncate font-medium text-ink max-sm:hidden">
            {title}
          </span>
        ) : (
          <h1 aria-current="page" className="truncate text-base tracking-tight text-ink">
            {title}
          </h1>
        )}
      </nav>
      <button
        type="button"
        aria-keyshortcuts="Control+K"
        onClick={open}
        className="mr-2 ml-auto flex h-[30px] w-[272px] flex-none items-center gap-2 rounded-md border border-line-strong bg-surface pr-[5px] pl-[9px] text-ink-3 shadow-control hover:border-control max-sm:mr-0 max-sm:h-11 max-sm:w-10 max-sm:justify-center max-sm:border-0 max-sm:bg-transparent max-sm:p-0 max-sm:text-ink-2 max-sm:shadow-none"
      >
        <Search aria-hidden />
        <span className="truncate max-sm:sr-only">Search or run a command…</span>
        <Kbd className="ml-auto max-sm:hidden">Ctrl K</Kbd>
      </button>
      <LiveDot />
      <Bell />
      <ThemeToggle />
    </header>
  );
}
