import { plural } from './format/text';

/** Where a run of a stack stands. `title`: of its current step, "Install nginx on web-1". */
export type StackRunPosition =
  | { code: 'starting' }
  | { code: 'running'; n: number; of: number; title: string }
  | { code: 'waiting'; n: number; of: number; title: string }
  | { code: 'failed' | 'canceled' | 'rejected'; n: number; of: number; title: string; left: number }
  | { code: 'completed'; of: number; skipped: number; incomplete: number }
  | { code: 'ended'; by: string; left: number };

/** Where a run of a stack stands, in a sentence for people. Pure. */
export function stackRunSentence(position: StackRunPosition): string {
  switch (position.code) {
    case 'starting':
      return 'Waiting for a worker to begin.';
    case 'running':
      return `Step ${position.n} of ${position.of}: ${position.title}.`;
    case 'waiting':
      return `Step ${position.n} of ${position.of} needs a decision: ${position.title}. The next steps wait for it.`;
    case 'failed':
      return stopped(position, 'failed');
    case 'canceled':
      return stopped(position, 'was canceled');
    case 'rejected':
      return stopped(position, 'could not be started');
    case 'completed':
      return completed(position);
    case 'ended':
      return position.left === 0
        ? `Ended by ${position.by}.`
        : `Ended by ${position.by}. ${steps(position.left)} ${position.left === 1 ? 'was' : 'were'} not begun.`;
  }
}

interface Stopped {
  n: number;
  of: number;
  title: string;
  left: number;
}

function stopped({ n, of, title, left }: Stopped, what: string): string {
  const rest =
    left === 0
      ? 'It was the last step.'
      : `${steps(left)} after it ${left === 1 ? 'was' : 'were'} not begun.`;
  return `Step ${n} of ${of} ${what}: ${title}. ${rest}`;
}

function completed({ of, skipped, incomplete }: { of: number; skipped: number; incomplete: number }): string {
  const done = of - skipped - incomplete;
  const parts = [
    ...(done > 0 ? [`${steps(done)} completed`] : []),
    ...(skipped > 0 ? [`${skipped} already in place`] : []),
    ...(incomplete > 0 ? [`${incomplete} not completed`] : []),
  ];
  return `${parts.join(', ')}.`;
}

const steps = (count: number): string => plural(count, { one: '1 step', other: `${count} steps` });
