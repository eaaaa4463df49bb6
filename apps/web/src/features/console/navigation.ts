import type { LucideIcon } from 'lucide-react';
import { LayoutList, Milestone, Package, Server, Settings2 } from 'lucide-react';

export interface Place {
  href: string;
  label: string;
  icon: LucideIcon;
  /** Pressed after `g`. */
  key: string | null;
}

/** Where one can go, in the order of the rail. */
export const places: Place[] = [
  { href: '/', label: 'Overview', icon: LayoutList, key: 'o' },
  { href: '/servers', label: 'Servers', icon: Server, key: 's' },
  { href: '/operations', label: 'Operations', icon: Milestone, key: 'p' },
  { href: '/catalogue', label: 'Catalogue', icon: Package, key: 'c' },
  { href: '/settings', label: 'Settings', icon: Settings2, key: null },
];

/** Whether a place is the one that `pathname` belongs to. */
export function isAt(place: Place, pathname: string): boolean {
  return place.href === '/'
    ? pathname === '/'
    : pathname === place.href || pathname.startsWith(`${place.href}/`);
}
