import type { Client } from '@temporalio/client';
import type { Logger } from '../startup/log';
import { withDeadline } from './client';
import { createSchedules } from './schedules';
import { registerSearchAttributes } from './search-attributes';

/** Gives the namespace what it lacks of ours. Never throws: a worker may have no right to, where an administrator did it. */
export async function prepareNamespace(engine: Client, log: Logger): Promise<void> {
  try {
    await withDeadline(engine, () => registerSearchAttributes(engine.connection, engine.options.namespace));
  } catch (error) {
    log.warn(
      { reason: String(error) },
      'The search attributes of operations could not be registered in Temporal: see docs/configuration.md',
    );
  }
  await createSchedules(engine, log);
}
