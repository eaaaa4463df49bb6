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
import type { Next, OperationActivities } from '@milepost/packages-core/contract/operation-workflow';
import { WAKE_SIGNAL } from '@milepost/packages-core/contract/operation-workflow';
import type { OperationOutcome, OperationStatus } from '@milepost/packages-core/contract/statuses';

// No maximumAttempts and no schedule-to-close: deploys and a weekend without workers cost nothing.
const retry = { initialInterval: '200ms', backoffCoefficient: 2, maximumInterval: '30s' } as const;
const rows = proxyActivities<OperationActivities>({ startToCloseTimeout: '10s', retry });
const server = proxyActivities<OperationActivities>({
  startToCloseTimeout: '24h', // an expiry only joins the command again
  heartbeatTimeout: '6s',
  retry,
  cancellationType: 'TRY_CANCEL', // closeOperation stops the server: it is retried, a cancelled activity never is
});
const closing = proxyActivities<OperationActivities>({
  startToCloseTimeout: '24h',
  heartbeatTimeout: '6s',
  retry,
});

const wake = defineSignal(WAKE_SIGNAL);

/**
 * One operation of any package. The rows decide what comes next; this only carries it out, waits, and survives.
 * Nothing is kept here, so a reset, a redelivery or a run in a new cluster goes on where the rows stand. `begins` names the milestone
 * that came next as it was started: the activity that opens the operation carries it out, too.
 */
export async function operation(id: string, begins?: string): Promise<OperationOutcome> {
  let wakes = 0;
  setHandler(wake, () => {
    wakes += 1;
  });
  let shown: OperationStatus | undefined;
  const show = (status: OperationStatus, title: string): void => {
    setCurrentDetails(title);
    if (status !== shown) upsertSearchAttributes({ MilepostStatus: [status] }); // an event in the history, so only on a change
    shown = status;
  };

  let cancelled = false;
  try {
    let seen = wakes; // before the activity that reads: a wake that overtakes its answer must not be lost
    const woken = (): boolean => wakes > seen;
    if (begins !== undefined) setCurrentDetails(begins);
    let next = await open(id, begins);
    while (next.do !== 'close' && next.do !== 'end') {
      show(next.status, next.title);
      if (next.do === 'wait') await (next.ms === undefined ? condition(woken) : condition(woken, next.ms));
      seen = wakes;
      next = await carryOut(id, next);
    }
    if (next.do === 'end') {
      // Else it was over before: a reset, or a second delivery. What begins with a milestone was started as running.
      if (shown !== undefined || begins !== undefined) show(next.outcome, next.outcome);
      return ended(next.outcome);
    }
  } catch (error) {
    // Not isCancellation(error): an attempt that dies after the cancel comes back as a timeout.
    cancelled = CancellationScope.current().consideredCancelled;
    if (!cancelled) throw error;
    show('cancelling', 'Cancelling');
  }

  const outcome = await CancellationScope.nonCancellable(() =>
    closing.closeOperation.executeWithOptions({ summary: 'Closing' }, [id, { cancelled }]),
  );
  show(outcome, outcome);
  if (outcome === 'cancelled' && cancelled) throw new CancelledFailure('Cancelled'); // so that Temporal says Canceled too
  return ended(outcome);
}

/** The same activity by its name either way, so that runs of workers that know nothing of `begins` are gone on with. */
function open(id: string, begins?: string): Promise<Next> {
  return begins === undefined
    ? rows.openOperation.executeWithOptions({ summary: 'Opening' }, [id])
    : server.openOperation.executeWithOptions({ summary: begins }, [id, begins]);
}

function carryOut(id: string, next: Extract<Next, { title: string }>): Promise<Next> {
  switch (next.do) {
    case 'prepare':
      return rows.prepare.executeWithOptions({ summary: next.title }, [id]);
    case 'prove':
      return server.proveLane.executeWithOptions({ summary: next.title }, [id]);
    case 'run':
      return server.runMilestone.executeWithOptions({ summary: next.title }, [
        id,
        next.milestone,
        next.epoch,
      ]);
    case 'wait':
      return rows.look.executeWithOptions({ summary: 'Reading what has changed' }, [id]);
  }
}

/** A run of a failed operation fails, and only then: its workflow id may be used again by "try again". */
function ended(outcome: OperationOutcome): OperationOutcome {
  if (outcome === 'failed')
    throw ApplicationFailure.nonRetryable('What failed is on the page of the operation', 'OperationFailed');
  return outcome;
}
