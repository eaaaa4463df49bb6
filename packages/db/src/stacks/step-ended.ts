import type { OperationOutcome } from '@milepost/contract/statuses';
import { Prisma } from '../generated/client';
import { OUTBOX_CHANNEL, REQUEST_MADE } from '../operations/delivery/outbox';

/**
 * Common table expressions for the statement that closes an operation: where it is a step of a stack, the step has ended with it, and a
 * worker is asked to go on. So the request is there as soon as the operation has ended, and not before, whatever dies.
 */
export const stackStepEndedCtes = (operationId: string, outcome: OperationOutcome): Prisma.Sql[] => [
  Prisma.sql`
    ended_step as (
      update stack_run_steps set status = ${outcome}::text::stack_step_status where operation_id = ${operationId} returning run_id)`,
  Prisma.sql`
    next_step as (
      insert into requests (kind, server_id, data, requested_by)
      select 'advance_stack', run.server_id, jsonb_build_object('runId', run.id), run.requested_by
      from ended_step join stack_runs run on run.id = ended_step.run_id where run.status in ('running', 'stopped')
      returning pg_notify(${OUTBOX_CHANNEL}, ${REQUEST_MADE}))`,
];
