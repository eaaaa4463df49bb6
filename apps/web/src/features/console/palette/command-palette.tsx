'use client';

import { useState } from 'react';

import { trpc } from '../../../api/trpc';
import { Kbd } from '../../../components/kbd';
import { Palette, PaletteGroup, PaletteItem } from '../../../components/overlays/palette';
import { useOpenPage } from '../arrival';
import { navigationItems } from '../shell/navigation';
import { PaletteActions } from './palette-actions';
import { PaletteResults } from './palette-results';
import { paletteScore } from './palette-score';
import { PaletteSettings } from './palette-settings';
import { usePalette } from './palette-state';

/** Go anywhere, install or uninstall anything, find a server or an operation. */
export function CommandPalette() {
  const { isOpen, setOpen } = usePalette();
  const [query, setQuery] = useState('');
  const openPage = useOpenPage();
  // Read before the palette opens: what comes later would stand above the first entry, which Enter takes.
  trpc.catalog.list.useQuery();
  trpc.stacks.list.useQuery();
  const run = (action: () => void) => () => {
    setOpen(false);
    setQuery('');
    action();
  };
  const go = (path: string) =>
    run(() => {
      openPage(path);
    });
  return (
    <Palette
      open={isOpen}
      query={query}
      onQueryChange={setQuery}
      score={paletteScore}
      onOpenChange={(open) => {
        setOpen(open);
        if (!open) setQuery('');
      }}
    >
      <PaletteActions query={query} go={go} />
      <PaletteGroup heading="Go to">
        {navigationItems.map((item) => (
          <PaletteItem
            key={item.href}
            value={`Go to ${item.label}`}
            icon={<item.icon aria-hidden />}
            onSelect={go(item.href)}
            aside={
              item.key !== null && (
                <>
                  <Kbd>g</Kbd>
                  <Kbd>{item.key}</Kbd>
                </>
              )
            }
          >
            {item.label}
          </PaletteItem>
        ))}
      </PaletteGroup>
      <PaletteResults query={query} go={go} />
      <PaletteSettings go={go} run={run} />
    </Palette>
  );
}
