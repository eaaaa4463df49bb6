import type { DecisionChoice, MilestoneView, OperationNotice } from '@milepost/api/views';

import { formatDuration } from '../../../time/format-time';
import { plural } from '../../../text/plural';

/** What the button or the menu item of a choice says; those that ask for more first end in an ellipsis. */
export const choiceLabels = {
  retry: 'Retry this milestone',
  retry_from: 'Retry from an earlier step…',
  skip: 'Skip…',
  roll_back: 'Roll back…',
  mark_failed: 'Mark as failed…',
} satisfies Record<DecisionChoice['action'], string>;

/** "1 step is complete."; nothing to say before the first. */
export function completedSentence(milestones: Pick<MilestoneView, 'status'>[]): string {
  const done = milestones.filter(({ status }) => status === 'done').length;
  if (done === 0) return '';
  return plural(done, { one: '1 step is complete.', other: `${done} steps are complete.` });
}

/** "Without a decision the operation is marked as failed in 6 d 23 h." `now` is milliseconds since the epoch. */
export function deadlineSentence(decisionDeadline: string, now: number): string {
  const remainingMs = Date.parse(decisionDeadline) - now;
  if (remainingMs <= 0) return 'The time to decide is over: the operation is being marked as failed.';
  return `Without a decision the operation is marked as failed in ${formatDuration(remainingMs)}.`;
}

/** What others can do on the server while this one waits. */
export function meanwhileSentence(server: string, notice: OperationNotice | null): string {
  if (notice?.kind !== 'blocked') return `${server} is free for other operations.`;
  return `Nothing else starts on ${server} until an earlier command is confirmed to have stopped.`;
}

/** A choice that asks for something in a dialog before it is sent. */
export type ChoiceWithDialog = Exclude<DecisionChoice['action'], 'retry'> | 'delete';
