import type { Facts, LedgerLine, SeenCommand, SeenOperation, SeenRun, SeenServer } from '../facts';

/** What each record of `agreed` is: a test doctors them and expects the difference to be found. */
export interface Agreed {
  facts: Facts;
  server: SeenServer;
  run: SeenRun;
  operation: SeenOperation;
  command: SeenCommand;
}

const line = (part: string, word: string): LedgerLine => ({
  ...{ operation: 'one', key: 'm1.first', attempt: '77', part, word, lines: 2 },
});

/** One install of a ledger package with two parts, on one server, with console, Temporal and server in agreement. */
export function agreed(): Agreed {
  const output = ['p1', 'p2'].map((part) => `begun ${part} 2\n1\n2\nended ${part} 2\n`).join('');
  const command: SeenCommand = {
    ...{ id: 'c1', milestone: 1, attemptKey: 'first', key: 'm1.first', claimed: true, ended: true },
    answer: { kind: 'done', applied: 2 },
    nextOffset: output.length,
    pieces: [
      { offset: 0, bytes: 10 },
      { offset: 10, bytes: output.length - 10 },
    ],
    output,
    capped: false,
  };
  const events: [string, string, Record<string, unknown>][] = [
    ['submitted', 'submitted', {}],
    ['run-started-r1', 'run_started', { runId: 'r1' }],
    ['started-c1', 'milestone_started', { milestone: 1 }],
    ['done-c1', 'milestone_done', { milestone: 1 }],
    ['closed-first', 'closed', { outcome: 'completed' }],
  ];
  const operation: SeenOperation = {
    ...{
      id: 'one',
      workflowId: 'install-one',
      serverId: 's1',
      packageId: 'ledger-a',
      installationId: 'i1',
      kind: 'install',
    },
    ...{ status: 'completed', interrupted: null, requestedAt: 0, lastEvent: 5, lastOutput: 2 },
    ...{ percentage: 100, hasSecrets: false, decisions: 0 },
    milestones: [{ n: 1, status: 'done', attempts: 1, applied: 2, parts: ['p1', 'p2'] }],
    commands: [command],
    events: events.map(([key, type, data], at) => ({ n: at + 1, key, type, data, at })),
  };
  const server: SeenServer = {
    ...{ id: 's1', name: 'web-1', packages: [], services: [], units: [], processes: [] },
    ledger: [line('p1', 'begun'), line('p1', 'ended'), line('p2', 'begun'), line('p2', 'ended')],
    software: ['ledger-a/p1', 'ledger-a/p2'],
  };
  const run: SeenRun = {
    ...{ workflowId: 'install-one', runId: 'r1', startedAt: 0, last: 'WORKFLOW_EXECUTION_COMPLETED' },
    ...{ result: 'completed', milestones: ['1 first'], closed: true },
  };
  const facts: Facts = {
    servers: [server],
    runs: [run],
    operations: [operation],
    installations: [
      {
        ...{ id: 'i1', serverId: 's1', packageId: 'ledger-a', status: 'active', live: true },
        recorded: { status: 'active', uninstalled: false },
      },
    ],
    queues: [{ serverId: 's1', holder: null, blocked: null, waiting: [] }],
    undelivered: [],
  };
  return { facts, server, run, operation, command };
}
