'use client';

import { keepPreviousData } from '@tanstack/react-query';
import { Milestone, Package, Plus, Server } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useDeferredValue, useState } from 'react';

import { trpc } from '../../api/trpc';
import { Kbd } from '../../components/kbd';
import { Palette, PaletteGroup, PaletteItem } from '../../components/palette';
import { Ago } from '../../time/ticking';
import { OperationSign } from '../operations/operation-sign';
import { useMayChange } from '../session/use-may-change';
import { places } from './navigation';
import { usePalette } from './palette-state';

/** Go anywhere, install anything, find a server or an operation. */
export function CommandPalette() {
  const { isOpen, setOpen } = usePalette();
  const [query, setQuery] = useState('');
  const router = useRouter();
  const go = (path: string) => () => {
    setOpen(false);
    router.push(path);
  };
  return (
    <Palette
      open={isOpen}
      query={query}
      onQueryChange={setQuery}
      onOpenChange={(open) => {
        setOpen(open);
        if (!open) setQuery('');
      }}
    >
      <Found query={query} go={go} />
      <PaletteGroup heading="Go to">
        {places.map((place) => (
          <PaletteItem
            key={place.href}
            value={`go ${place.label}`}
            icon={<place.icon aria-hidden />}
            onSelect={go(place.href)}
            aside={
              place.key !== null && (
                <>
                  <Kbd>g</Kbd>
                  <Kbd>{place.key}</Kbd>
                </>
              )
            }
          >
            {place.label}
          </PaletteItem>
        ))}
      </PaletteGroup>
    </Palette>
  );
}

function Found({ query, go }: { query: string; go: (path: string) => () => void }) {
  const search = useDeferredValue(query.trim()) || undefined;
  const allowed = useMayChange();
  const { data: packages } = trpc.catalogue.list.useQuery();
  const servers = trpc.servers.list.useQuery({ search, limit: 6 }, { placeholderData: keepPreviousData });
  const operations = trpc.operations.list.useQuery(
    { search, limit: 6 },
    { placeholderData: keepPreviousData },
  );
  return (
    <>
      {/* Whoever may only look has nothing to do here; the first item is there from the beginning, for Enter takes it. */}
      {allowed && packages !== undefined && (
        <PaletteGroup heading="Do">
          {packages.map(({ id, title }) => (
            <PaletteItem
              key={id}
              value={`install ${title} ${id}`}
              icon={<Package aria-hidden />}
              aside="choose a server"
              onSelect={go(`/catalogue/${id}/install`)}
            >
              Install {title}…
            </PaletteItem>
          ))}
          <PaletteItem
            value="add server new"
            icon={<Plus aria-hidden />}
            onSelect={go('/servers/new')}
            aside={
              <>
                <Kbd>n</Kbd>
                <Kbd>s</Kbd>
              </>
            }
          >
            Add server…
          </PaletteItem>
        </PaletteGroup>
      )}
      {(servers.data?.items.length ?? 0) > 0 && (
        <PaletteGroup heading="Servers">
          {servers.data?.items.map(({ id, name, address, system }) => (
            <PaletteItem
              key={id}
              value={`server ${name} ${address} ${id}`}
              icon={<Server aria-hidden />}
              aside={system ?? address}
              onSelect={go(`/servers/${id}`)}
            >
              {name}
            </PaletteItem>
          ))}
        </PaletteGroup>
      )}
      {(operations.data?.items.length ?? 0) > 0 && (
        <PaletteGroup heading="Operations">
          {operations.data?.items.map((operation) => (
            <PaletteItem
              key={operation.id}
              value={`operation ${operation.title} ${operation.id}`}
              icon={<Milestone aria-hidden />}
              aside={
                <>
                  <OperationSign operation={operation} />
                  <Ago at={operation.requestedAt} />
                </>
              }
              onSelect={go(`/operations/${operation.id}`)}
            >
              {operation.title}
            </PaletteItem>
          ))}
        </PaletteGroup>
      )}
    </>
  );
}
