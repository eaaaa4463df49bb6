'use client';

import { ChevronsUpDown, LogOut, Settings2 } from 'lucide-react';
import Link from 'next/link';

import { trpc } from '../../../api/trpc';
import { Menu, MenuItem, MenuLabel, MenuSeparator } from '../../../components/overlays/menu';
import { signOut } from '../../session/sign-out';

/** Who is signed in, at the foot of the rail. */
export function AccountMenu() {
  const { data: viewer } = trpc.session.me.useQuery();
  const { name = '', email = '' } = viewer ?? {};
  return (
    <Menu
      side="top"
      trigger={
        <button
          type="button"
          aria-label={`Account ${name}`}
          title={email}
          className="flex w-full items-center gap-2 border-t px-4 py-3 text-left text-xs text-ink-2 hover:text-ink max-md:justify-center max-md:px-0"
        >
          <span
            aria-hidden
            className="grid size-5 flex-none place-items-center rounded-full bg-accent-soft text-[10px] font-semibold text-accent-ink"
          >
            {name.charAt(0).toUpperCase()}
          </span>
          <span className="min-w-0 flex-1 truncate max-md:hidden">{name}</span>
          <ChevronsUpDown aria-hidden className="size-3.5 max-md:hidden" />
        </button>
      }
    >
      <MenuLabel>
        {email} · {viewer?.role}
      </MenuLabel>
      <MenuItem asChild>
        <Link href="/settings">
          <Settings2 aria-hidden /> Settings
        </Link>
      </MenuItem>
      <MenuSeparator />
      <MenuItem onSelect={() => void signOut()}>
        <LogOut aria-hidden /> Sign out
      </MenuItem>
    </Menu>
  );
}
