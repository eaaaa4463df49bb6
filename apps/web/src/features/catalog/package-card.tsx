'use client';

import type { PackageSummary } from '@milepost/api/package-views';
import Link from 'next/link';

import { Button } from '../../components/forms/button';
import { addLabel } from '../children/add-label';
import { InstalledOn } from './installed-on';
import { OwnMark } from './own-mark';
import { CategoryIcon } from './category-icon';
import { useCanOperate } from '../session/use-can-operate';

export interface PackageCardProps {
  pkg: PackageSummary;
  /** The server one came from, already chosen. */
  server: string | null;
}

/** One package: what it is for, where it runs, and the way to install it. */
export function PackageCard({ pkg, server }: PackageCardProps) {
  const allowed = useCanOperate();
  const search = server === null ? '' : `?server=${encodeURIComponent(server)}`;
  const label = pkg.within === null ? `${pkg.verbs.install} ${pkg.title}` : addLabel(pkg);
  const href = `/catalog/${pkg.id}/install${search}`;
  return (
    <li className="flex flex-col rounded-lg border bg-surface p-4">
      <div className="flex items-start gap-3">
        <CategoryIcon category={pkg.category.id} />
        <div className="min-w-0">
          <h3 className="text-base">
            {pkg.title}
            {pkg.own && <OwnMark />}
          </h3>
          <p className="text-xs text-ink-3">{pkg.supports.join(', ')}</p>
        </div>
      </div>
      <p className="mt-3 mb-4 flex-1 text-pretty text-ink-2">{pkg.description}</p>
      <div className="flex items-center gap-3 border-t pt-3">
        <div className="text-xs text-ink-3">
          {pkg.within !== null && <p>Part of {pkg.within.title}</p>}
          {(pkg.within === null || pkg.servers > 0) && <InstalledOn pkg={pkg} />}
        </div>
        <Button asChild size="sm" className="ml-auto">
          {allowed ? (
            <Link href={href} aria-label={`${label}…`}>
              {pkg.within === null ? `${pkg.verbs.install}…` : `${label}…`}
            </Link>
          ) : (
            <Link href={href} aria-label={`View the plan of ${pkg.title}`}>
              View plan
            </Link>
          )}
        </Button>
      </div>
    </li>
  );
}
