import { transaction } from '@milepost/db/client';
import { recordFacts } from '@milepost/db/servers/server-checks';
import type { ServerFacts } from '@milepost/contract/facts';
import { shellQuote } from '@milepost/packages-core/engine/request';
import { FACTS_SCRIPT, parseFacts } from '../inspections/facts';
import type { CheckDependencies } from './check-dependencies';

/** For any login shell. */
export const FACTS_COMMAND = `/bin/sh -c ${shellQuote(FACTS_SCRIPT)}`;

/** Stores the facts in what a check has printed. Where they are not whole the old ones stay, and the next check reads them again. */
export async function storeFacts(
  { db, log, publishServer }: CheckDependencies,
  { serverId, printed }: { serverId: string; printed: string },
): Promise<void> {
  let facts: ServerFacts;
  try {
    facts = parseFacts(printed);
  } catch (error) {
    log.warn({ serverId, reason: String(error) }, 'A server printed no facts');
    return;
  }
  await transaction(db, (tx) => recordFacts(tx, { serverId, facts }));
  publishServer(serverId);
}
