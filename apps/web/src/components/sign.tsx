import { cn } from './cn';
import type { SignName } from './sign-shapes';
import { signShapes } from './sign-shapes';

export type Tone = 'ok' | 'bad' | 'warn' | 'run' | 'idle';

export const toneColour: Record<Tone, string> = {
  ok: 'text-ok',
  bad: 'text-bad',
  warn: 'text-warn',
  run: 'text-accent',
  idle: 'text-idle',
};

/** A status sign. It is never alone: a word stands beside it, so it is hidden from screen readers. */
export function Sign({ name, tone, className }: { name: SignName; tone: Tone; className?: string }) {
  return (
    <svg viewBox="0 0 16 16" aria-hidden className={cn('size-4 flex-none', toneColour[tone], className)}>
      {signShapes[name]}
    </svg>
  );
}
