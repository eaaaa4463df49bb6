'use client';

import { keepPreviousData } from '@tanstack/react-query';
import { Milestone, Server } from 'lucide-react';
import { useDeferredValue } from 'react';

import { trpc } from '../../../api/trpc';
import { PaletteGroup, PaletteItem } from '../../../components/overlays/palette';
import { Ago } from '../../../time/ticking';
import { OperationIcon } from '../../operations/page/operation-status';

export interface PaletteResultsProps {
  query: string;
  go: (path: string) => () => void;
}

/** Servers and operations that match. They arrive last, and stand below what is there at once. */
export function PaletteResults({ query, go }: PaletteResultsProps) {
  const search = useDeferredValue(query.trim()) || undefined;
  const servers = trpc.servers.list.useQuery({ search, limit: 6 }, { placeholderData: keepPreviousData });
  const operations = trpc.operations.list.useQuery(
    { search, limit: 6 },
    { placeholderData: keepPreviousData },
  );
  return (
    <>
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
                  <OperationIcon operation={operation} />
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
