import { ApplicationFailure, CancelledFailure, Context } from '@temporalio/activity';

/** What an activity throws when it lets go: a shutdown must not look like a cancel, nor wait for a backoff that grows. */
export function detached(): Error {
  const why = Context.current().cancellationDetails;
  if (why?.cancelRequested)
    return new CancelledFailure('Let go: closeOperation stops what runs on the server');
  return ApplicationFailure.create({
    message: 'Let go, to be taken up by another worker',
    type: 'Detached',
    category: 'BENIGN',
    nextRetryDelay: '100ms',
  });
}
