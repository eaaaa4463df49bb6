import { expect, test } from 'vitest';
import type { DatabaseProblem } from '../../errors/database-problem';
import { OPERATION_STATUSES } from '../../statuses';
import type { Samples } from '../testing/samples';
import { sampleRows } from '../testing/samples';
import { expectSentence } from '../testing/expect-sentence';
import { databaseErrorMessage, openOperationMessage } from './database-errors';

const operationId = 'o-1';
const title = 'Install nginx on web-1';
const SAMPLES: Samples<DatabaseProblem> = {
  operation_not_found: { fields: { operationId } },
  operation_id_taken: { fields: { operationId } },
  operation_open: { fields: { operationId, title, status: 'running', outcome: null }, shown: [title] },
  open_operation_ended: { fields: {} },
  operation_unfinished: { fields: { operationId, title }, shown: [title] },
  operation_ended: { fields: { operationId } },
  not_pausable: { fields: { operationId, status: 'completed' }, shown: ['completed'] },
  not_resumable: { fields: { operationId, status: 'running' }, shown: ['running'] },
  not_interrupted: { fields: { operationId } },
  not_closing: { fields: { operationId } },
  nothing_to_decide: { fields: { operationId } },
  decision_unavailable: { fields: { operationId } },
  already_decided: {
    fields: { by: 'ada@example.com', action: 'roll_back', at: '2026-11-30T10:00:00.000Z' },
    shown: ['ada@example.com', 'roll back'],
  },
  superseded: { fields: { operationId, title }, shown: [title] },
  later_operation: { fields: { operationId, title }, shown: [title] },
  other_installation: { fields: { operationId } },
  not_installed: { fields: { packageId: 'nginx' } },
  installation_not_failed: { fields: { installationId: 'i-1' } },
  command_not_verified: {
    fields: {
      operationId,
      serverName: 'web-1',
      command: { code: 'operation_may_run', operation: 'Install' },
    },
    shown: ['web-1', '“Install” began may still run'],
  },
  queue_not_blocked: { fields: { serverId: 's-1' } },
  server_removed: { fields: { serverId: 's-1', serverName: 'web-1' }, shown: ['web-1'] },
  server_has_open_operations: {
    fields: { serverId: 's', serverName: 'web-1', open: 3 },
    shown: ['web-1', '3 operations on it are'],
  },
  host_key_not_awaited: { fields: { serverId: 's', serverName: 'web-1' }, shown: ['web-1'] },
  request_expired: { fields: {}, shown: ['nothing was changed'] },
  request_failed: { fields: {}, shown: ['Its log'] },
  stack_run_taken: { fields: { runId: 'r-1' } },
  stack_run_not_found: { fields: { runId: 'r-1' } },
  stack_moved_on: { fields: { runId: 'r-1' } },
  stack_parent_missing: { fields: { packageId: 'postgresql-database' } },
  bad_cursor: { fields: {} },
};

test.each(sampleRows(SAMPLES))('%s is a sentence that shows its fields', (_code, problem, shown) => {
  expectSentence(databaseErrorMessage(problem), shown);
});

test('a later operation without a title is named as one', () => {
  expect(databaseErrorMessage({ code: 'superseded', operationId, title: null })).toBe(
    'Another operation came after it. Start a new operation instead.',
  );
});

test.each(OPERATION_STATUSES)('an operation that is %s says what to do about it', (status) => {
  expectSentence(openOperationMessage({ title, status, outcome: null }), [title]);
});

test('an operation that is being closed is about to be out of the way', () => {
  expect(openOperationMessage({ title, status: 'running', outcome: 'failed' })).toBe(
    '“Install nginx on web-1” is being closed: try again in a moment.',
  );
});

test('one open operation is counted in the singular', () => {
  const fields = { serverId: 's', serverName: 'web-1', open: 1 };
  expect(databaseErrorMessage({ code: 'server_has_open_operations', ...fields })).toBe(
    'web-1 cannot be removed: 1 operation on it is not finished yet.',
  );
});
