import type { StepTitle } from '../../step-title';
import { unverifiedMessage } from '../conclusions';

/** An operation's next step in a few words, for Temporal's UI. Histories of earlier versions hold the words themselves. */
export function stepTitle(title: StepTitle | string): string {
  if (typeof title === 'string') return title;
  switch (title.code) {
    case 'canceling':
      return 'Canceling';
    case 'awaiting_decision':
      return 'Waiting for a decision';
    case 'paused':
      return `Paused by ${title.by ?? 'somebody'}`;
    case 'queued':
      return `Waiting for ${title.server}${title.behind === null ? '' : `: ${title.behind} is at work`}`;
    case 'verifying_stopped':
      return `Verifying that nothing runs: ${unverifiedMessage(title.command)}`;
    case 'preparing':
      return 'Preparing';
    case 'reading_server':
      return 'Reading what the plan depends on';
    case 'reading_first':
      return 'Reading what comes first';
    case 'reading_changes':
      return 'Reading what has changed';
    case 'closing':
      return 'Closing';
    case 'milestone':
      return `${title.n}/${title.of} ${title.label}${title.rollingBack ? ': rolling back' : ''}${title.retrying ? ': trying again' : ''}`;
  }
}
