import { serverProblemMessage } from '@milepost/contract/messages/errors/server-errors';
import type { Client } from '@temporalio/client';
import { inspect } from '../../../temporal/inspect';

const WAIT_MS = 12_000;

/** Has the worker read a server's host key onto its row. Null when it did; else the sentence that says why not. */
export async function readHostKey(temporal: Client, serverId: string): Promise<string | null> {
  const inspected = await inspect(temporal, `inspect/host-key/${serverId}`, {
    request: { kind: 'host_key', serverId },
    waitMs: WAIT_MS,
  });
  if (inspected.kind === 'unanswered') return inspected.message;
  return inspected.answer.kind === 'refused' ? serverProblemMessage(inspected.answer.problem) : null;
}
