'use client';

import { operationPlace } from '@milepost/contract/messages/operation-kinds';
import { Layers, Package, PackageX, Plus } from 'lucide-react';

import { trpc } from '../../../api/trpc';
import { Kbd } from '../../../components/kbd';
import { PaletteGroup, PaletteItem } from '../../../components/overlays/palette';
import { addLabel } from '../../children/add-label';
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
  const { data: stacks } = trpc.stacks.list.useQuery(undefined, { enabled: allowed });
  if (!allowed || packages === undefined) return null;
  return (
    <PaletteGroup heading="Actions">
      {packages.map((pkg) => {
        const { id, title, within } = pkg;
        const label = within === null ? `Install ${title}` : addLabel(pkg);
        return (
          <PaletteItem
            key={id}
            // Children of several packages may have one label.
            value={within === null ? label : `${label} ${within.title}`}
            keywords={[id]}
            icon={<Package aria-hidden />}
            aside={within === null ? 'choose a server' : within.title}
            onSelect={go(`/catalog/${id}/install`)}
          >
            {label}…
          </PaletteItem>
        );
      })}
      {stacks
        ?.filter(({ problem }) => problem === null)
        .map(({ id, name }) => (
          <PaletteItem
            key={id}
            value={`Run stack ${name} ${id}`}
            keywords={['install', 'stack']}
            icon={<Layers aria-hidden />}
            aside="choose a server"
            onSelect={go(`/stacks/${id}/run`)}
          >
            Run {name}…
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
        installed?.map(({ id, title, package: pkg, verbs, parent, server }) => {
          const place = operationPlace({ kind: 'uninstall', parent, server: server.name });
          const label = `${verbs.uninstall} ${title} ${place}`;
          return (
            <PaletteItem
              key={id}
              value={`${label} ${id}`}
              keywords={['uninstall', 'remove', 'delete', pkg.id]}
              icon={<PackageX aria-hidden />}
              onSelect={go(operationPage(id, 'uninstall'))}
            >
              {label}…
            </PaletteItem>
          );
        })}
    </PaletteGroup>
  );
}
