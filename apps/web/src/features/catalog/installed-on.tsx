'use client';

import type { PackageSummary } from '@milepost/api/package-views';
import { plural } from '@milepost/contract/messages/format/text';
import { ChevronDown } from 'lucide-react';
import Link from 'next/link';

import { trpc } from '../../api/trpc';
import { Menu, MenuItem, MenuLabel } from '../../components/overlays/menu';

/** On how many servers a package is, and behind it on which: each leads to the page of that installation. */
export function InstalledOn({ pkg }: { pkg: PackageSummary }) {
  if (pkg.servers === 0) return <p>Not installed</p>;
  const label = plural(pkg.servers, {
    one: 'Installed on 1 server',
    other: `Installed on ${pkg.servers} servers`,
  });
  return (
    <Menu
      trigger={
        <button
          type="button"
          aria-label={`${pkg.title}: ${label.toLowerCase()}`}
          className="-my-1 inline-flex min-h-6 items-center gap-1 hover:text-ink max-sm:min-h-11"
        >
          {label}
          <ChevronDown aria-hidden className="size-3.5" />
        </button>
      }
    >
      <Installations pkg={pkg} />
    </Menu>
  );
}

/** Read once the menu is open. */
function Installations({ pkg }: { pkg: PackageSummary }) {
  const { data, error } = trpc.catalog.installedOn.useQuery({ packageId: pkg.id });
  if (error) return <MenuLabel>The servers could not be loaded.</MenuLabel>;
  if (data === undefined) return <MenuLabel>Loading…</MenuLabel>;
  return data.map(({ id, title, server }) => (
    <MenuItem key={id} asChild>
      <Link href={`/installations/${id}`}>
        {server.name}
        {title !== pkg.title && <span className="ml-auto pl-4 text-ink-3">{title}</span>}
      </Link>
    </MenuItem>
  ));
}
