import type { OutputLine } from '../../../live/store/output-lines';

const STEPS = {
  label: 'font-medium',
  command: 'a-blue',
  result: 'a-dim',
  failure: 'a-red',
} as const;

const ERROR = /^(?:E:|error\b|fatal\b|dpkg: error\b|failed\b)/i;
const WARNING = /^(?:W:|warn(?:ing)?\b|dpkg: warning\b)/i;

/** The tint of a whole line; colors of its own lie over it. */
export function toneOf({ step, text, gap }: Pick<OutputLine, 'step' | 'text' | 'gap'>): string {
  if (step !== null) return STEPS[step];
  if (gap) return '';
  if (ERROR.test(text)) return 'a-red';
  return WARNING.test(text) ? 'a-yellow' : '';
}
