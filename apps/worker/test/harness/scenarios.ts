import type { FirstMilestone, NextStep } from '@milepost/contract/operation-workflow';
import type { OperationOutcome } from '@milepost/contract/statuses';

/** What the rows say one after the other, and what happens from outside: a way that an operation can take. */
export interface Scenario {
  name: string;
  /** The milestone that it is started with. */
  first?: FirstMilestone;
  /** Answers of runMilestone, refresh and verifyStopped, in the order of their calls. */
  answers: (NextStep | 'never')[];
  /** After the answer of this number (from 1) was given. */
  wakeAfter?: number[];
  /** The same; 0: while the first activity has not answered. */
  cancelAfter?: number;
  outcome: OperationOutcome;
  /** How Temporal shows the run. */
  run: 'COMPLETED' | 'FAILED' | 'CANCELLED';
}

const milestoneTitle = (n: number) => ({
  ...({ code: 'milestone', n, of: 2, label: 'Doing it' } as const),
  ...{ rollingBack: false, retrying: false },
});
const prepare: NextStep = { type: 'prepare', title: { code: 'preparing' }, status: 'running' };
const close: NextStep = { type: 'close' };
const run = (milestone: number, attemptKey = 'first'): FirstMilestone => ({
  type: 'run',
  milestone,
  attemptKey,
  title: milestoneTitle(milestone),
  status: 'running',
});
const queue: NextStep = {
  type: 'wait',
  title: { code: 'queued', server: 'web-1', behind: 'Install other' },
  status: 'queued',
};
const awaitingDecision: NextStep = {
  type: 'wait',
  title: { code: 'awaiting_decision' },
  status: 'awaiting_decision',
  ms: 60_000,
};
const verify: NextStep = {
  type: 'verify_stopped',
  title: { code: 'verifying_stopped', command: { code: 'operation_may_run', operation: 'It' } },
  status: 'running',
};
const rest: NextStep = {
  type: 'wait',
  title: { ...milestoneTitle(1), retrying: true },
  status: 'running',
  ms: 200,
};

/** Every path through the workflow. Their histories are kept, so that code of tomorrow continues with runs of today. */
export const SCENARIOS: Scenario[] = [
  { name: 'completed', answers: [prepare, run(1), run(2), close], outcome: 'completed', run: 'COMPLETED' },
  {
    name: 'closed-by-its-last-milestone',
    answers: [run(1), run(2), { type: 'end', outcome: 'completed' }],
    outcome: 'completed',
    run: 'COMPLETED',
  },
  {
    name: 'an-activity-for-each-milestone',
    first: run(1),
    answers: [run(2), { type: 'end', outcome: 'completed' }],
    outcome: 'completed',
    run: 'COMPLETED',
  },
  {
    name: 'another-held-the-queue-before-it-began',
    first: run(1),
    answers: [queue, run(1), run(2), { type: 'end', outcome: 'completed' }],
    wakeAfter: [1],
    outcome: 'completed',
    run: 'COMPLETED',
  },
  {
    name: 'canceled-as-it-began',
    first: run(1),
    answers: ['never'],
    cancelAfter: 0,
    outcome: 'canceled',
    run: 'CANCELLED',
  },
  { name: 'failed', answers: [prepare, run(1), close], outcome: 'failed', run: 'FAILED' },
  {
    name: 'waited-for-the-queue',
    answers: [queue, queue, prepare, run(1), close],
    wakeAfter: [1, 2],
    outcome: 'completed',
    run: 'COMPLETED',
  },
  {
    name: 'rested',
    answers: [prepare, run(1), rest, run(1, 'transient-1'), close],
    outcome: 'completed',
    run: 'COMPLETED',
  },
  {
    name: 'decided',
    answers: [prepare, run(1), awaitingDecision, prepare, run(1, 'decision-1'), close],
    wakeAfter: [3],
    outcome: 'completed',
    run: 'COMPLETED',
  },
  {
    name: 'verified-stopped',
    answers: [verify, prepare, run(1), close],
    outcome: 'completed',
    run: 'COMPLETED',
  },
  {
    name: 'canceled-while-waiting',
    answers: [queue],
    cancelAfter: 1,
    outcome: 'canceled',
    run: 'CANCELLED',
  },
  {
    name: 'canceled-while-running',
    answers: [prepare, run(1), 'never'],
    cancelAfter: 2,
    outcome: 'canceled',
    run: 'CANCELLED',
  },
  {
    name: 'canceled-too-late',
    answers: [prepare, run(1), 'never'],
    cancelAfter: 2,
    outcome: 'completed',
    run: 'COMPLETED',
  },
  {
    name: 'over-already',
    answers: [{ type: 'end', outcome: 'completed' }],
    outcome: 'completed',
    run: 'COMPLETED',
  },
  { name: 'failed-already', answers: [{ type: 'end', outcome: 'failed' }], outcome: 'failed', run: 'FAILED' },
];
