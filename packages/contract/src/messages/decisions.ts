import type { MilestoneStatus, OperationStatus } from '../statuses';
import { formatElapsed } from './format/elapsed';
import { capitalize, plural } from './format/text';

/** What a person can answer where a milestone failed. */
export type DecisionAction = 'retry' | 'retry_from' | 'skip' | 'roll_back' | 'accept_plan' | 'mark_failed';

/** What the button or the menu item of a choice says; those that ask for more first end in an ellipsis. */
export const choiceLabels = {
  retry: 'Retry this milestone',
  retry_from: 'Retry from an earlier step…',
  skip: 'Skip…',
  roll_back: 'Roll back…',
  accept_plan: 'Run the new plan',
  mark_failed: 'Mark as failed…',
} satisfies Record<DecisionAction, string>;

/** "1 step is complete."; nothing to say before the first. */
export function completedSentence(milestones: { status: MilestoneStatus }[]): string {
  const done = milestones.filter(({ status }) => status === 'done').length;
  if (done === 0) return '';
  return plural(done, { one: '1 step is complete.', other: `${done} steps are complete.` });
}

/** "Without a decision the operation is marked as failed in 6 d 23 h." `now` is milliseconds since the epoch. */
export function deadlineSentence(decisionDeadline: string, now: number): string {
  const remainingMs = Date.parse(decisionDeadline) - now;
  if (remainingMs <= 0) return 'The time to decide is over: the operation is being marked as failed.';
  return `Without a decision the operation is marked as failed in ${formatElapsed(remainingMs)}.`;
}

/** What the dialogs say of the decisions that end the way forward. */
export const decisionDialogLabels = {
  roll_back: { title: 'Roll this operation back?', confirmLabel: 'Roll back', cancelLabel: 'Keep waiting' },
  mark_failed: {
    title: 'Mark this operation as failed?',
    confirmLabel: 'Mark as failed',
    cancelLabel: 'Keep waiting',
  },
} satisfies Partial<Record<DecisionAction, object>>;

/** A decision in the timeline; one that this version does not know, by its name. */
export function decidedLabel(action: string): string {
  return Object.hasOwn(DECIDED, action) ? DECIDED[action as DecisionAction] : action;
}

const DECIDED = {
  retry: 'Retry requested',
  retry_from: 'Retry from an earlier milestone requested',
  skip: 'Failed milestone skipped',
  roll_back: 'Roll back requested',
  accept_plan: 'New plan accepted',
  mark_failed: 'Marked as failed',
} satisfies Record<DecisionAction, string>;

interface DecisionContext {
  server: string;
  /** The label of the milestone that failed; null where none did. */
  failed: string | null;
  rollingBack: boolean;
  /** Paths where what was begun gathers data. */
  data: string[];
}

/** What follows from a decision. */
export function decisionConsequence(action: DecisionAction, context: DecisionContext): string {
  const { server, rollingBack } = context;
  const label = context.failed ?? 'what failed';
  switch (action) {
    case 'retry':
      return rollingBack
        ? `The roll back continues from “${label}”.`
        : `“${label}” runs again; steps already in place are skipped.`;
    case 'retry_from':
      return 'Runs again from the step you choose; steps already in place are skipped.';
    case 'skip':
      return rollingBack
        ? `What “${label}” changed stays on the server; the roll back continues.`
        : `Continues as if “${label}” were done. Later steps may depend on it.`;
    case 'roll_back':
      return rollBackConsequence(context);
    case 'accept_plan':
      return `Runs the plan as it is now on ${server}.`;
    case 'mark_failed':
      return `Ends the operation as failed. What was changed on ${server} stays as it is now.`;
  }
}

function rollBackConsequence({ server, data }: DecisionContext): string {
  const undone = `Restores the previous state of ${server}; packages installed by this operation are purged`;
  return data.length === 0
    ? `${undone} together with their data.`
    : `${undone}. Data stored in ${data.join(', ')} is kept, unless you choose to remove it too.`;
}

const list = new Intl.ListFormat('en');

/** What it means to remove the data with a rollback. `data` holds paths. */
export const removeDataNote = (data: string[]): string =>
  `Permanently deletes data written to ${list.format(data)} since the install. Earlier data is kept.`;

/** What follows from a cancellation. `done` counts completed milestones. */
export function cancelConsequence({
  status,
  server,
  done,
}: {
  status: OperationStatus;
  server: string;
  done: number;
}): string {
  if (status === 'queued' && done === 0) return `No changes have been made on ${server}.`;
  const stays =
    done === 0
      ? 'No step is complete yet.'
      : plural(done, {
          one: 'The completed step stays as it is.',
          other: `The ${done} completed steps stay as they are.`,
        });
  const idle = status === 'queued' || status === 'paused' || status === 'awaiting_decision';
  const stops = idle
    ? `It is not running on ${server}.`
    : `What runs on ${server} is stopped; a package being unpacked at this moment is finished first.`;
  return `${stops} ${stays} Nothing is rolled back.`;
}

interface DeletionContext {
  server: string;
  /** The package's title. */
  packageTitle: string;
  /** The title of the operation that is marked as failed first; null where none waits for a decision. */
  waiting: string | null;
}

/** The two ways to delete a failed installation. */
export function deletionConsequences({ server, packageTitle, waiting }: DeletionContext): {
  cleanUp: string;
  record: string;
} {
  const first = waiting === null ? '' : `“${waiting}” is marked as failed, and then `;
  return {
    cleanUp: capitalize(`${first}an uninstall removes what was installed of ${packageTitle} from ${server}.`),
    record: capitalize(
      `${first}Milepost deletes its record of the installation. ${server} is not changed: whatever is there of ${packageTitle} stays.`,
    ),
  };
}
