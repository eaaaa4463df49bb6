'use client';

import { useState } from 'react';

import { useShortcut } from '../../keys/provider';
import { useCanOperate } from '../session/use-can-operate';
import { useOpenPage } from './arrival';
import { KeyHelp } from './key-help';
import { usePalette } from './palette/palette-state';

/** The keys that work on every page. */
export function ConsoleKeys() {
  const openPage = useOpenPage();
  const { setOpen } = usePalette();
  const allowed = useCanOperate();
  const [help, setHelp] = useState(false);
  const go = (path: string) => () => {
    openPage(path);
  };
  useShortcut('Mod+k', () => {
    setOpen(true);
  });
  useShortcut('?', () => {
    setHelp(true);
  });
  useShortcut('g o', go('/'));
  useShortcut('g s', go('/servers'));
  useShortcut('g p', go('/operations'));
  useShortcut('g c', go('/catalog'));
  useShortcut('g t', go('/stacks'));
  useShortcut('n s', go('/servers/new'), { enabled: allowed });
  useShortcut('n i', go('/catalog'), { enabled: allowed });
  return <KeyHelp open={help} onOpenChange={setHelp} />;
}
