'use client';

import type { PackageSummary } from '@milepost/api/package-views';
import { Search } from 'lucide-react';
import Link from 'next/link';
import { parseAsString, useQueryState } from 'nuqs';
import { useRef } from 'react';

import { trpc } from '../../api/trpc';
import { Button } from '../../components/forms/button';
import { EmptyState } from '../../components/layout/empty-state';
import { Input } from '../../components/forms/input';
import { Kbd } from '../../components/kbd';
import { QueryPanel } from '../../components/layout/query-panel';
import { Section } from '../../components/layout/section';
import { SkeletonRows } from '../../components/layout/skeleton';
import { useShortcut } from '../../keys/provider';
import { ConsolePage } from '../console/page';
import { PackageCard } from './package-card';
import { RejectedFiles } from './rejected-files';

/** In the order in which they come. */
function byCategory(found: PackageSummary[]) {
  const categories = new Map(found.map(({ category }) => [category.id, category]));
  return [...categories.values()].map((category) => ({
    category,
    packages: found.filter((each) => each.category.id === category.id),
  }));
}

/** What can be installed. */
export function CatalogScreen() {
  const query = trpc.catalog.list.useQuery();
  const [search, setSearch] = useQueryState('q', parseAsString.withDefault(''));
  const [server] = useQueryState('server');
  const field = useRef<HTMLInputElement>(null);
  useShortcut('/', () => field.current?.select());
  const wanted = search.trim().toLowerCase();
  const found = query.data?.filter(({ id, title, description, category, within }) =>
    [id, title, description, category.title, within?.title ?? ''].some((text) =>
      text.toLowerCase().includes(wanted),
    ),
  );

  return (
    <ConsolePage title="Catalog">
      <div className="mb-3">
        <Input
          ref={field}
          type="search"
          aria-label="Search the catalog"
          aria-keyshortcuts="/"
          placeholder="Name or purpose"
          defaultValue={search}
          shellClassName="w-[260px] max-sm:w-full"
          lead={<Search aria-hidden className="text-ink-3" />}
          trail={<Kbd className="max-sm:hidden">/</Kbd>}
          onChange={(event) => void setSearch(event.target.value || null)}
        />
      </div>
      <RejectedFiles />
      {found !== undefined && found.length > 0 ? (
        <div className="grid gap-7">
          {byCategory(found).map(({ category, packages }) => (
            <Section key={category.id} id={category.id} title={category.title} note={packages.length}>
              <ul className="grid grid-cols-[repeat(auto-fill,minmax(300px,1fr))] gap-4">
                {packages.map((pkg) => (
                  <PackageCard key={pkg.id} pkg={pkg} server={server} />
                ))}
              </ul>
            </Section>
          ))}
        </div>
      ) : (
        <QueryPanel
          error={found === undefined ? query.error : null}
          title="The catalog could not be loaded"
          onRetry={() => void query.refetch()}
          skeleton={found === undefined ? <SkeletonRows rows={3} widths={[180, 320]} /> : null}
        >
          {found?.length === 0 && (
            <EmptyState
              title={`No packages match “${search}”`}
              actions={
                <Button asChild>
                  <Link href="/catalog">Show all packages</Link>
                </Button>
              }
            >
              Names, descriptions and categories are searched.
            </EmptyState>
          )}
        </QueryPanel>
      )}
    </ConsolePage>
  );
}
