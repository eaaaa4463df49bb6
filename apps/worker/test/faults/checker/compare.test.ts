import { describe, expect, test } from 'vitest';
import { compare } from './compare';
import { agreed } from './testing/agreed';
import type { Agreed } from './testing/agreed';

test('what agrees has no difference', () => {
  expect(compare(agreed().facts)).toEqual([]);
});

type Case = [what: string, doctor: (found: Agreed) => unknown, sentence: RegExp];

function finds(cases: Case[]): void {
  test.each(cases)('%s', (_what, doctor, sentence) => {
    const found = agreed();
    doctor(found);
    expect(compare(found.facts)).toEqual(expect.arrayContaining([expect.stringMatching(sentence)]));
  });
}

describe('effects', () => {
  finds([
    ['one is lost', ({ server }) => server.ledger.splice(2, 2), /says 2 applied, and the ledger has 1/],
    [
      'one is doubled',
      ({ server }) => server.ledger.push(...structuredClone(server.ledger.slice(2))),
      /began p2 twice/,
    ],
    [
      'a command ran again',
      ({ server }) => server.ledger.push(...server.ledger.map((line) => ({ ...line, attempt: '78' }))),
      /command m1[.]first ran 2 times/,
    ],
    [
      'they are in another order',
      ({ server }) => server.ledger.push(...server.ledger.splice(0, 2)),
      /began p1 out of order/,
    ],
    ['one did not end', ({ server }) => server.ledger.pop(), /answered done while p2 was at work/],
    [
      'one failed',
      ({ server }) => Object.assign(server.ledger[3] ?? {}, { word: 'failed' }),
      /is done, and its last effect is “failed”/,
    ],
    [
      'nobody knows the command',
      ({ server }) => server.ledger.push({ ...(server.ledger[0] ?? never()), key: 'm1.lost-7' }),
      /lines of one:m1[.]lost-7, which no row knows/,
    ],
    [
      'a refused command had some',
      ({ command }) => Object.assign(command, { answer: { kind: 'refused' }, claimed: false }),
      /was refused, and the ledger has 4 lines/,
    ],
    [
      'a line is torn',
      ({ server }) =>
        server.ledger.push({ ...(server.ledger[0] ?? never()), operation: '', key: 'one:m1.fi' }),
      /which no row knows/,
    ],
    [
      'what was rolled back is not undone',
      ({ operation }) => Object.assign(operation.milestones[0] ?? {}, { status: 'rolled_back' }),
      /undid p1 0 times, not 1/,
    ],
  ]);
});

describe('order', () => {
  finds([
    [
      'two commands overlap',
      (found) => overlap(found, 2),
      /effects of others lie between those of one:m1[.]first/,
    ],
    [
      'what began later came first',
      (found) => overlap(found, 0),
      /effects of one:m1[.]first lie after those of two:m1[.]first, which began when it had ended/,
    ],
  ]);
});

/** Another operation, reported to have begun after the first ended, with its effects in the ledger before line `at`. */
function overlap({ facts, server, operation }: Agreed, at: number): void {
  const other = structuredClone(operation);
  other.id = 'two';
  for (const event of other.events) event.at += 100;
  facts.operations.push(other);
  const lines = server.ledger.map((line) => ({ ...line, operation: 'two' }));
  server.ledger.splice(at, 0, ...lines);
}

describe('history', () => {
  finds([
    ['an event is missing', ({ operation }) => operation.events.splice(2, 1), /has 4 events, and says 5/],
    [
      'a number is missing',
      ({ operation }) => Object.assign(operation.events[2] ?? {}, { n: 7 }),
      /has event 7 where 3 should be/,
    ],
    [
      'something comes after the end',
      ({ operation }) => {
        operation.events.push({ n: 6, key: 'late', type: 'milestone_done', at: 9, data: {} });
        operation.lastEvent = 6;
      },
      /has milestone_done after closed/,
    ],
    ['one has not ended', ({ operation }) => (operation.status = 'running'), /is running/],
    ['one is still interrupted', ({ operation }) => (operation.interrupted = 'r1'), /marked as interrupted/],
    [
      'a command never ended',
      ({ command }) => (command.ended = false),
      /command m1[.]first that never ended/,
    ],
    ['secrets are kept', ({ operation }) => (operation.hasSecrets = true), /keeps its secrets/],
    [
      'a decision is not reported',
      ({ operation }) => (operation.decisions = 1),
      /tells of 0 decisions, and has 1/,
    ],
    [
      'a milestone is done without proof',
      ({ command }) => (command.answer = { kind: 'stopped' }),
      /milestone 1 done without a command that says so/,
    ],
  ]);
});

describe('Temporal', () => {
  finds([
    ['it knows nothing of one', ({ facts }) => (facts.runs = []), /has no workflow/],
    [
      'the console knows nothing of one',
      ({ run }) => (run.workflowId = 'install-two'),
      /Workflow install-two has no operation/,
    ],
    [
      'a run is open',
      ({ run }) => (run.last = 'WORKFLOW_TASK_COMPLETED'),
      /is completed, and its run r1 is open/,
    ],
    ['a run ended otherwise', ({ run }) => (run.result = 'canceled'), /its run r1 completed as canceled/],
    [
      'a run was terminated',
      ({ run }) =>
        Object.assign(run, { last: 'WORKFLOW_EXECUTION_TERMINATED', closed: false, milestones: [] }),
      /was terminated before it closed anything/,
    ],
    ['no run asked for a command', ({ run }) => (run.milestones = []), /m1[.]first, for which no run asked/],
    [
      'the run that opened it is not there',
      ({ run }) => (run.runId = 'r2'),
      /opened by run r1, which Temporal does not/,
    ],
  ]);
});

test('a run that was terminated after its last milestone may have closed there', () => {
  const { facts, run } = agreed();
  Object.assign(run, { last: 'WORKFLOW_EXECUTION_TERMINATED', closed: false });
  expect(compare(facts)).toEqual([]);
});

describe('output', () => {
  finds([
    [
      'a byte is another',
      ({ command }) => (command.output = command.output.replace('ended', 'Ended')),
      /"Ended p1/,
    ],
    [
      'its end is missing',
      ({ command }) => (command.output = command.output.slice(0, -1)),
      /stored of m1[.]first "" at byte 51/,
    ],
    [
      'a piece is missing',
      ({ command }) => command.pieces.shift(),
      /output of m1[.]first at byte 10 where 0 should be/,
    ],
    [
      'a piece is not counted',
      ({ operation }) => (operation.lastOutput = 3),
      /has 2 pieces of output, and says 3/,
    ],
  ]);
});

describe('software', () => {
  finds([
    [
      'a part is not there',
      ({ server }) => server.software.pop(),
      /ledger-a is active, and part p2 is not there/,
    ],
    [
      'a part is there that nobody installed',
      ({ facts, operation }) => {
        facts.installations = [];
        operation.kind = 'uninstall';
      },
      /ledger-a is not installed, and part p1 is there/,
    ],
    [
      'a service does not run',
      ({ facts, operation, server }) => {
        operation.packageId = 'nginx';
        for (const installation of facts.installations) installation.packageId = 'nginx';
        server.packages = ['nginx'];
      },
      /nginx is active, and its service does not run/,
    ],
    [
      'an installation and its history differ',
      ({ facts }) => Object.assign(facts.installations[0] ?? {}, { status: 'failed' }),
      /Installation i1 is failed, its history ends with active/,
    ],
  ]);
});

describe('what is left', () => {
  finds([
    [
      'a queue is held',
      ({ facts }) => Object.assign(facts.queues[0] ?? {}, { holder: 'one' }),
      /is held by one/,
    ],
    [
      'a queue is blocked',
      ({ facts }) => Object.assign(facts.queues[0] ?? {}, { blocked: 'so' }),
      /is blocked: so/,
    ],
    ['one waits', ({ facts }) => facts.queues[0]?.waiting.push('two'), /two waits for the queue of s1/],
    [
      'something is not delivered',
      ({ facts }) => facts.undelivered.push('wake of one'),
      /Not delivered: wake of one/,
    ],
    [
      'a unit',
      ({ server }) => server.units.push('milepost-one.service'),
      /unit milepost-one[.]service is left/,
    ],
    ['a process', ({ server }) => server.processes.push('812 sleep'), /process 812 sleep is left/],
  ]);
});

function never(): never {
  throw new Error('The agreed facts have a ledger');
}
