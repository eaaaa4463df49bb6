import type { ReactNode } from 'react';

import { cn } from '../cn';
import type { Tone } from './status-icon';

const tones: Record<Tone, string> = {
  run: 'bg-accent-soft text-accent-ink',
  ok: 'bg-ok-soft text-ok-ink',
  bad: 'bg-bad-soft text-bad-ink',
  warn: 'bg-warn-soft text-warn-ink inset-ring inset-ring-warn-line',
  idle: 'bg-hover text-ink-2',
};

/** A status beside a title: its icon and its word. */
export function Pill({ tone, icon, children }: { tone: Tone; icon: ReactNode; children: ReactNode }) {
  return (
    <span
      className={cn(
        'inline-flex h-6 items-center gap-1.5 rounded-full pr-2.5 pl-1.5 text-xs font-medium whitespace-nowrap',
        tones[tone],
      )}
    >
      {icon}
      {children}
    </span>
  );
}
