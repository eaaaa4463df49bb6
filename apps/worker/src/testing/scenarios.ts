import type { Next } from '@milepost/packages-core/contract/operation-workflow';
import type { OperationOutcome } from '@milepost/packages-core/contract/statuses';

/** What the rows say one after the other, and what happens from outside: a way that an operation can take. */
export interface Scenario {
  name: string;
  /** The milestone that it is told to begin with. */
  begins?: string;
  /** Answers of openOperation, prepare, runMilestone and look, in the order of their calls. */
  answers: (Next | 'never')[];
  /** After the answer of this number (from 1) was given. */
  wakeAfter?: number[];
  /** The same; 0: while the first activity has not answered. */
  cancelAfter?: number;
  outcome: OperationOutcome;
  /** How Temporal shows the run. */
  run: 'COMPLETED' | 'FAILED' | 'CANCELLED';
}

const prepare: Next = { do: 'prepare', title: 'Preparing', status: 'running' };
const close: Next = { do: 'close' };
const run = (milestone: number, epoch = 'first'): Next => ({
  do: 'run',
  milestone,
  epoch,
  title: `${milestone}/2 Doing it`,
  status: 'running',
});
const lane: Next = { do: 'wait', title: 'Waiting for web-1: Install other is at work', status: 'queued' };
const deciding: Next = { do: 'wait', title: 'Waiting for a decision', status: 'deciding', ms: 60_000 };
const prove: Next = { do: 'prove', title: 'Making sure: “It” may still run', status: 'running' };
const rest: Next = { do: 'wait', title: '1/2 Doing it: trying again', status: 'running', ms: 200 };

/** Every path through the workflow. Their histories are kept, so that code of tomorrow goes on with runs of today. */
export const SCENARIOS: Scenario[] = [
  { name: 'completed', answers: [prepare, run(1), run(2), close], outcome: 'completed', run: 'COMPLETED' },
  {
    name: 'closed-by-its-last-milestone',
    answers: [run(1), run(2), { do: 'end', outcome: 'completed' }],
    outcome: 'completed',
    run: 'COMPLETED',
  },
  {
    name: 'opened-by-its-first-milestone',
    begins: '1/2 Doing it',
    answers: [run(2), { do: 'end', outcome: 'completed' }],
    outcome: 'completed',
    run: 'COMPLETED',
  },
  {
    // Recorded by the version that knew no `begins`: it only opened.
    name: 'opened-by-a-worker-of-before',
    begins: '1/2 Doing it',
    answers: [run(1), run(2), { do: 'end', outcome: 'completed' }],
    outcome: 'completed',
    run: 'COMPLETED',
  },
  {
    name: 'another-took-the-lane-before-it-began',
    begins: '1/2 Doing it',
    answers: [lane, run(1), run(2), { do: 'end', outcome: 'completed' }],
    wakeAfter: [1],
    outcome: 'completed',
    run: 'COMPLETED',
  },
  {
    name: 'cancelled-as-it-began',
    begins: '1/2 Doing it',
    answers: ['never'],
    cancelAfter: 0,
    outcome: 'cancelled',
    run: 'CANCELLED',
  },
  { name: 'failed', answers: [prepare, run(1), close], outcome: 'failed', run: 'FAILED' },
  {
    name: 'waited-for-the-lane',
    answers: [lane, lane, prepare, run(1), close],
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
    answers: [prepare, run(1), deciding, prepare, run(1, 'decision-1'), close],
    wakeAfter: [3],
    outcome: 'completed',
    run: 'COMPLETED',
  },
  {
    name: 'proved-the-lane',
    answers: [prove, prepare, run(1), close],
    outcome: 'completed',
    run: 'COMPLETED',
  },
  {
    name: 'cancelled-while-waiting',
    answers: [lane],
    cancelAfter: 1,
    outcome: 'cancelled',
    run: 'CANCELLED',
  },
  {
    name: 'cancelled-while-running',
    answers: [prepare, run(1), 'never'],
    cancelAfter: 2,
    outcome: 'cancelled',
    run: 'CANCELLED',
  },
  {
    name: 'cancelled-too-late',
    answers: [prepare, run(1), 'never'],
    cancelAfter: 2,
    outcome: 'completed',
    run: 'COMPLETED',
  },
  {
    name: 'over-already',
    answers: [{ do: 'end', outcome: 'completed' }],
    outcome: 'completed',
    run: 'COMPLETED',
  },
  { name: 'failed-already', answers: [{ do: 'end', outcome: 'failed' }], outcome: 'failed', run: 'FAILED' },
];
