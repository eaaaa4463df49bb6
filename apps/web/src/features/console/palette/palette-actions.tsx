'use client';

import { Package, PackageX, Plus } from 'lucide-react';

import { trpc } from '../../../api/trpc';
import { Kbd } from '../../../components/kbd';
import { PaletteGroup, PaletteItem } from '../../../components/overlays/palette';
import { useCanOperate } from '../../session/use-can-operate';
import { operationPage } from '../../installations/links';

export interface PaletteActionsProps {
  query: string;
  go: (path: string) => () => void;
}

/** What changes a server. A viewer has none of it. */
export function PaletteActions({ query, go }: PaletteActionsProps) {
  const allowed = useCanOperate();
  const { data: packages } = trpc.catalog.list.useQuery();
  const { data: installed } = trpc.installations.list.useQuery(undefined, { enabled: allowed });
  if (!allowed || packages === undefined) return null;
  return (
    <PaletteGroup heading="Actions">
      {packages.map(({ id, title }) => (
        <PaletteItem
          key={id}
          value={`Install ${title}`}
          keywords={[id]}
          icon={<Package aria-hidden />}
          aside="choose a server"
          onSelect={go(`/catalog/${id}/install`)}
        >
          Install {title}…
        </PaletteItem>
      ))}
      <PaletteItem
        value="Add server"
        keywords={['new']}
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
      {query.trim() !== '' &&
        installed?.map(({ id, title, package: pkg, server }) => (
          <PaletteItem
            key={id}
            value={`Uninstall ${title} from ${server.name} ${id}`}
            keywords={['remove', 'delete', pkg.id]}
            icon={<PackageX aria-hidden />}
            onSelect={go(operationPage(id, 'uninstall'))}
          >
            Uninstall {title} from {server.name}…
          </PaletteItem>
        ))}
    </PaletteGroup>
  );
}
