import type { DecisionChoice, MilestoneView, Notice } from '@milepost/api/views';

import { durationWords } from '../../time/words';

/** What the button of a choice says; those that ask for more first end in an ellipsis. */
export const choiceWords = {
  retry: 'Retry this milestone',
  retry_from: 'Retry from here',
  skip: 'Skip it, with a reason…',
  roll_back: 'Roll back…',
  give_up: 'Give up…',
} satisfies Record<DecisionChoice['action'], string>;

/** "One milestone is done and stays done."; nothing to say before the first. */
export function doneWords(milestones: Pick<MilestoneView, 'status'>[]): string {
  const done = milestones.filter(({ status }) => status === 'done').length;
  if (done === 0) return '';
  return done === 1 ? 'One milestone is done and stays done.' : `${done} milestones are done and stay done.`;
}

/** "If nobody decides, it is given up by itself in 6 d 23 h." `now` is milliseconds since the epoch. */
export function deadlineWords(decideBefore: string, now: number): string {
  const left = Date.parse(decideBefore) - now;
  if (left <= 0) return 'Nobody decided: it is being given up.';
  return `If nobody decides, it is given up by itself in ${durationWords(left)}.`;
}

/** What others can do on the server while this one waits. */
export function meanwhileWords(server: string, notice: Notice | null): string {
  if (notice?.kind !== 'blocked') return `${server} is free for other operations meanwhile.`;
  return `Nothing else starts on ${server} either before it is known whether an earlier command has ended.`;
}
