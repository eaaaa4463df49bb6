'use client';

import { useRouter } from 'next/navigation';
import { useState } from 'react';

import { useShortcut } from '../../keys/provider';
import { useMayChange } from '../session/use-may-change';
import { KeyHelp } from './key-help';
import { usePalette } from './palette-state';

/** The keys that work on every page. */
export function ConsoleKeys() {
  const router = useRouter();
  const { setOpen } = usePalette();
  const allowed = useMayChange();
  const [help, setHelp] = useState(false);
  const go = (path: string) => () => {
    router.push(path);
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
  useShortcut('g c', go('/catalogue'));
  useShortcut('n s', go('/servers/new'), { enabled: allowed });
  useShortcut('n i', go('/catalogue'), { enabled: allowed });
  return <KeyHelp open={help} onOpenChange={setHelp} />;
}
