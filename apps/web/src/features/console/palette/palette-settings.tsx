'use client';

import { KeyRound, LogOut, Moon, Sun, SunMoon, UserPlus } from 'lucide-react';
import { useTheme } from 'next-themes';

import { trpc } from '../../../api/trpc';
import { PaletteGroup, PaletteItem } from '../../../components/overlays/palette';
import { signOut } from '../../session/sign-out';

const themes = [
  { theme: 'light', label: 'Use the light theme', icon: <Sun aria-hidden /> },
  { theme: 'dark', label: 'Use the dark theme', icon: <Moon aria-hidden /> },
  { theme: 'system', label: 'Follow the system theme', icon: <SunMoon aria-hidden /> },
];

export interface PaletteSettingsProps {
  go: (path: string) => () => void;
  /** Closes the palette first. */
  run: (action: () => void) => () => void;
}

/** The console itself: themes, people, one's account. */
export function PaletteSettings({ go, run }: PaletteSettingsProps) {
  const { data: viewer } = trpc.session.me.useQuery();
  const { setTheme } = useTheme();
  return (
    <PaletteGroup heading="Console">
      {themes.map(({ theme, label, icon }) => (
        <PaletteItem
          key={theme}
          value={label}
          keywords={['mode', 'appearance', 'system']}
          icon={icon}
          onSelect={run(() => {
            setTheme(theme);
          })}
        >
          {label}
        </PaletteItem>
      ))}
      {viewer?.role === 'owner' && (
        <PaletteItem
          value="Invite a person"
          keywords={['people', 'user', 'add', 'invitation']}
          icon={<UserPlus aria-hidden />}
          onSelect={go('/settings#invite')}
        >
          Invite a person…
        </PaletteItem>
      )}
      <PaletteItem
        value="Change your password"
        keywords={['account']}
        icon={<KeyRound aria-hidden />}
        onSelect={go('/settings#password')}
      >
        Change your password…
      </PaletteItem>
      <PaletteItem
        value="Sign out"
        keywords={['log', 'out', 'logout']}
        icon={<LogOut aria-hidden />}
        onSelect={run(() => void signOut())}
      >
        Sign out
      </PaletteItem>
    </PaletteGroup>
  );
}
