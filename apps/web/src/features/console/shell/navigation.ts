import type { LucideIcon } from 'lucide-react';
import { Layers, LayoutList, Milestone, Package, Server, Settings2 } from 'lucide-react';

export interface NavigationItem {
  href: string;
  label: string;
  icon: LucideIcon;
  /** Pressed after `g`. */
  key: string | null;
  /** Pages elsewhere that belong to it as well. */
  within?: string[];
}

/** Where one can go, in the order of the rail. */
export const navigationItems: NavigationItem[] = [
  { href: '/', label: 'Overview', icon: LayoutList, key: 'o' },
  { href: '/servers', label: 'Servers', icon: Server, key: 's', within: ['/installations'] },
  { href: '/operations', label: 'Operations', icon: Milestone, key: 'p' },
  { href: '/catalog', label: 'Catalog', icon: Package, key: 'c' },
  { href: '/stacks', label: 'Stacks', icon: Layers, key: 't' },
  { href: '/settings', label: 'Settings', icon: Settings2, key: null },
];

/** Whether `pathname` belongs to this item. */
export function isCurrentItem(item: NavigationItem, pathname: string): boolean {
  if (item.href === '/') return pathname === '/';
  const within = [item.href, ...(item.within ?? [])];
  return within.some((href) => pathname === href || pathname.startsWith(`${href}/`));
}
