'use client';

import type { PackageView } from '@milepost/api/package-views';
import Link from 'next/link';

import { Button } from '../../components/button';
import { useMayChange } from '../session/use-may-change';

export interface PackageCardProps {
  of: PackageView;
  /** The server one came from, already chosen. */
  server: string | null;
}

/** One package: what it is for, where it runs, and the way to install it. */
export function PackageCard({ of, server }: PackageCardProps) {
  const allowed = useMayChange();
  const search = server === null ? '' : `?server=${encodeURIComponent(server)}`;
  const href = `/catalogue/${of.id}/install${search}`;
  return (
    <li className="flex flex-col rounded-lg border bg-surface p-4">
      <div className="flex items-start gap-3">
        <span
          aria-hidden
          className="grid size-9 flex-none place-items-center rounded-md bg-accent-soft font-semibold text-accent-ink"
        >
          {of.title.charAt(0).toUpperCase()}
        </span>
        <div className="min-w-0">
          <h2 className="text-base">{of.title}</h2>
          <p className="text-xs text-ink-3">{of.category}</p>
        </div>
      </div>
      <p className="mt-3 mb-4 flex-1 text-pretty text-ink-2">{of.description}</p>
      <div className="flex items-center gap-3 border-t pt-3">
        <span className="text-xs text-ink-3">{installedWords(of.installations)}</span>
        <Button asChild size="sm" className="ml-auto">
          {allowed ? (
            <Link href={href} aria-label={`Install ${of.title}…`}>
              Install…
            </Link>
          ) : (
            <Link href={href} aria-label={`Look at the plan of ${of.title}`}>
              Look at the plan
            </Link>
          )}
        </Button>
      </div>
    </li>
  );
}

function installedWords(count: number): string {
  if (count === 0) return 'not installed yet';
  return count === 1 ? 'on 1 server' : `on ${count} servers`;
}
