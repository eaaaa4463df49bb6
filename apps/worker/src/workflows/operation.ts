import {
  ApplicationFailure,
  CancellationScope,
  CancelledFailure,
  condition,
  defineSignal,
  proxyActivities,
  setCurrentDetails,
  setHandler,
  upsertSearchAttributes,
} from '@temporalio/workflow';
import { stepTitle } from '@milepost/contract/messages/temporal/steps';
import type { FirstMilestone, NextStep, OperationActivities } from '@milepost/contract/operation-workflow';
import { WAKE_SIGNAL } from '@milepost/contract/operation-workflow';
import type { StepTitle } from '@milepost/contract/step-title';
import type { OperationOutcome, OperationStatus } from '@milepost/contract/statuses';

// No maximumAttempts and no schedule-to-close: deploys and a weekend without workers cost nothing.
const retry = { initialInterval: '200ms', backoffCoefficient: 2, maximumInterval: '30s' } as const;
const rows = proxyActivities<OperationActivities>({ startToCloseTimeout: '10s', retry });
const server = proxyActivities<OperationActivities>({
  startToCloseTimeout: '24h', // an expiry only joins the command again
  heartbeatTimeout: '6s',
  retry,
  cancellationType: 'TRY_CANCEL', // closeOperation stops the server: it is retried, a canceled activity never is
});
const closing = proxyActivities<OperationActivities>({
  startToCloseTimeout: '24h',
  heartbeatTimeout: '6s',
  retry,
});

const wake = defineSignal(WAKE_SIGNAL);

/**
 * One operation of any package. The rows decide the next step; this only executes it, waits, and survives.
 * Nothing is kept here, so a reset, a redelivery or a run in a new cluster continues from the rows. `first` is the milestone
 * that came next when it was started; where something else did, the rows are read first.
 */
export async function operation(id: string, first?: FirstMilestone): Promise<OperationOutcome> {
  let wakes = 0;
  setHandler(wake, () => {
    wakes += 1;
  });
  let shown: OperationStatus | undefined = first?.status; // so it was started
  const show = (status: OperationStatus, title: string): void => {
    setCurrentDetails(title);
    if (status !== shown) upsertSearchAttributes({ MilepostStatus: [status] }); // an event in the history, so only on a change
    shown = status;
  };

  let canceled = false;
  try {
    let seen = wakes; // before the activity that reads: a wake that overtakes its answer must not be lost
    const woken = (): boolean => wakes > seen;
    let next = first ?? (await refresh(id, { code: 'reading_first' }));
    while (next.type !== 'close' && next.type !== 'end') {
      show(next.status, stepTitle(next.title));
      if (next.type === 'wait') await (next.ms === undefined ? condition(woken) : condition(woken, next.ms));
      seen = wakes;
      next = await execute(id, next);
    }
    if (next.type === 'end') {
      if (shown !== undefined) show(next.outcome, next.outcome); // else it was over before: a reset, or a second delivery
      return ended(next.outcome);
    }
  } catch (error) {
    // Not isCancellation(error): an attempt that dies after the cancel comes back as a timeout.
    canceled = CancellationScope.current().consideredCancelled;
    if (!canceled) throw error;
    show('canceling', stepTitle({ code: 'canceling' }));
  }

  const outcome = await CancellationScope.nonCancellable(() =>
    closing.closeOperation.executeWithOptions({ summary: stepTitle({ code: 'closing' }) }, [
      id,
      { canceled },
    ]),
  );
  show(outcome, outcome);
  if (outcome === 'canceled' && canceled) throw new CancelledFailure('Canceled'); // so that Temporal says Canceled too
  return ended(outcome);
}

function execute(id: string, next: Extract<NextStep, { title: StepTitle }>): Promise<NextStep> {
  switch (next.type) {
    case 'run':
      return server.runMilestone.executeWithOptions({ summary: stepTitle(next.title) }, [
        id,
        next.milestone,
        next.attemptKey,
      ]);
    case 'verify_stopped':
      return server.verifyStopped.executeWithOptions({ summary: stepTitle(next.title) }, [id]);
    case 'read_server':
      return server.readServer.executeWithOptions({ summary: stepTitle(next.title) }, [id]);
    case 'prepare':
      return refresh(id, next.title);
    case 'wait':
      return refresh(id, { code: 'reading_changes' });
  }
}

function refresh(id: string, title: StepTitle): Promise<NextStep> {
  return rows.refresh.executeWithOptions({ summary: stepTitle(title) }, [id]);
}

/** A run of a failed operation fails, and only then: its workflow id may be used again by "try again". */
function ended(outcome: OperationOutcome): OperationOutcome {
  if (outcome === 'failed')
    throw ApplicationFailure.nonRetryable('What failed is on the page of the operation', 'OperationFailed');
  return outcome;
}
