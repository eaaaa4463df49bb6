import { ApplicationFailure, CancelledFailure, Context } from '@temporalio/activity';

/** What an activity throws when it detaches: a shutdown must not look like a cancellation, nor wait for a growing backoff. */
export function detachedError(): Error {
  const details = Context.current().cancellationDetails;
  if (details?.cancelRequested)
    return new CancelledFailure('Let go: closeOperation stops what runs on the server');
  return ApplicationFailure.create({
    message: 'Let go, to be taken up by another worker',
    type: 'Detached',
    category: 'BENIGN',
    nextRetryDelay: '100ms',
  });
}
