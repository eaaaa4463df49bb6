import { cn } from '../cn';
import type { StatusIconName } from './status-icon-shapes';
import { statusIconShapes } from './status-icon-shapes';

export type Tone = 'ok' | 'bad' | 'warn' | 'run' | 'idle';

export const toneColor: Record<Tone, string> = {
  ok: 'text-ok',
  bad: 'text-bad',
  warn: 'text-warn',
  run: 'text-accent',
  idle: 'text-idle',
};

/** A status icon. A word is always shown beside it, so it is hidden from screen readers. */
export function StatusIcon({
  name,
  tone,
  className,
}: {
  name: StatusIconName;
  tone: Tone;
  className?: string;
}) {
  return (
    <svg viewBox="0 0 16 16" aria-hidden className={cn('size-4 flex-none', toneColor[tone], className)}>
      {statusIconShapes[name]}
    </svg>
  );
}
