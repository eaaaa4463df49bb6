import { Context } from '@temporalio/activity';
import { activityMessage } from '@milepost/contract/messages/temporal/activities';
import type { ActivityState } from '@milepost/contract/messages/temporal/activities';
import { detachedError } from './detached';

/** Also before the first: what is over sooner needs no word on the way, which would be a request to Temporal for each short activity. */
const EVERY_MS = 1_000;

export interface Heartbeat {
  /** Says what is going on: `temporal workflow describe` and the UI show it as a sentence. */
  say: (state: ActivityState) => void;
  /** Aborted when the activity has to detach: a cancellation, a shutdown, or Temporal gave it to another worker. */
  signal: AbortSignal;
  /** Which attempt of the activity this is, from 1. */
  attempt: number;
}

/** Heartbeats while `work` runs. When it has to detach, any error of `work` becomes the one that Temporal expects. */
export async function withHeartbeat<T>(work: (heartbeat: Heartbeat) => Promise<T>): Promise<T> {
  const context = Context.current();
  let sentence = '';
  let long = false;
  const beat = (): void => context.heartbeat(sentence);
  const timer = setInterval(() => {
    long = true;
    beat();
  }, EVERY_MS);
  try {
    return await work({
      say: (state) => {
        sentence = activityMessage(state);
        if (long) beat();
      },
      signal: context.cancellationSignal,
      attempt: context.info.attempt,
    });
  } catch (error) {
    throw context.cancellationSignal.aborted ? detachedError() : error;
  } finally {
    clearInterval(timer);
  }
}
