'use client';

import { Command } from 'cmdk';
import { Search } from 'lucide-react';
import { Dialog as Radix } from 'radix-ui';
import type { ReactNode } from 'react';

import { cn } from '../cn';
import { floating, overlay } from './dialog';
import { Kbd } from '../kbd';

export interface PaletteProps {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  query: string;
  onQueryChange: (query: string) => void;
  /** How well an item matches what was typed, 0 to 1; with 0 it is hidden. */
  score: (value: string, search: string, keywords?: string[]) => number;
  /** Groups of items. */
  children: ReactNode;
}

/** One field over the page that finds and does things. */
export function Palette({ open, onOpenChange, query, onQueryChange, score, children }: PaletteProps) {
  return (
    <Radix.Root open={open} onOpenChange={onOpenChange}>
      <Radix.Portal>
        <Radix.Overlay className={overlay} />
        <Radix.Content
          aria-describedby={undefined}
          className={cn(floating, 'top-[104px] max-w-[620px] overflow-clip max-sm:top-3')}
        >
          <Radix.Title className="sr-only">Search or run a command</Radix.Title>
          <Command loop filter={score}>
            <div className="flex h-12 items-center gap-2.5 border-b pr-3 pl-4 text-base">
              <Search aria-hidden className="text-ink-3" />
              <Command.Input
                value={query}
                onValueChange={onQueryChange}
                placeholder="Search or run a command…"
                className="min-w-0 flex-1 bg-transparent outline-none max-sm:text-lg"
              />
              <Kbd>Esc</Kbd>
            </div>
            <Command.List className="max-h-[min(420px,60dvh)] overflow-y-auto p-1.5">
              <Command.Empty className="px-2.5 py-6 text-center text-ink-2">
                No results for “{query}”.
              </Command.Empty>
              {children}
            </Command.List>
          </Command>
          <div
            aria-hidden
            className="flex gap-4 border-t bg-sunken px-4 py-2 text-xs text-ink-3 max-sm:hidden"
          >
            <span className="flex items-center gap-1">
              <Kbd>↑</Kbd>
              <Kbd>↓</Kbd> move
            </span>
            <span className="flex items-center gap-1">
              <Kbd>Enter</Kbd> run
            </span>
            <span className="ml-auto flex items-center gap-1">
              <Kbd>?</Kbd> keyboard shortcuts
            </span>
          </div>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

export function PaletteGroup({ heading, children }: { heading: string; children: ReactNode }) {
  return (
    <Command.Group
      heading={heading}
      className="[&_[cmdk-group-heading]]:px-2.5 [&_[cmdk-group-heading]]:pt-2 [&_[cmdk-group-heading]]:pb-1 [&_[cmdk-group-heading]]:text-xs [&_[cmdk-group-heading]]:font-medium [&_[cmdk-group-heading]]:text-ink-3"
    >
      {children}
    </Command.Group>
  );
}

export interface PaletteItemProps {
  /** What is searched, and unique. */
  value: string;
  /** Further words that find it. */
  keywords?: string[];
  icon: ReactNode;
  /** At the right end. */
  aside?: ReactNode;
  onSelect: () => void;
  children: ReactNode;
}

export function PaletteItem({ value, keywords, icon, aside, onSelect, children }: PaletteItemProps) {
  return (
    <Command.Item
      value={value}
      keywords={keywords}
      onSelect={onSelect}
      className="flex min-h-9 cursor-pointer items-center gap-2.5 rounded-md px-2.5 data-[selected=true]:bg-selected max-sm:min-h-11 [&>.lucide]:text-ink-3 data-[selected=true]:[&>.lucide]:text-accent-ink"
    >
      {icon}
      <span className="min-w-0 truncate">{children}</span>
      <span className="ml-auto flex flex-none items-center gap-1.5 text-xs text-ink-3">{aside}</span>
    </Command.Item>
  );
}
