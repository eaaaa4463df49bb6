import type { Transaction } from '../client';
import type { OperationOutcome, OperationStatus } from './words';

export interface InTheWay {
  operationId: string;
  title: string;
  /** What it does, and what has to be done about it. */
  sentence: string;
  /** It waits for a decision: a clean-up may give it up. */
  waits: boolean;
}

type Open = { id: string; title: string; status: OperationStatus; outcome: OperationOutcome | null };

/** The open operation on a package of a server, which another one cannot stand beside; null where there is none. */
export async function readInTheWay(
  db: Transaction,
  { serverId, packageId }: { serverId: string; packageId: string },
): Promise<InTheWay | null> {
  const [open] = await db.$queryRaw<Open[]>`
    select id, title, status, outcome from operations
    where server_id = ${serverId} and package_id = ${packageId} and status not in ('completed', 'failed', 'cancelled')`;
  if (!open) return null;
  const { id: operationId, title, status, outcome } = open;
  const sentence = `“${title}” ${outcome === null ? wayOut(status) : 'is being closed: try again in a moment'}.`;
  return { operationId, title, sentence, waits: status === 'deciding' && outcome === null };
}

function wayOut(status: OperationStatus): string {
  switch (status) {
    case 'deciding':
      return 'failed and waits for a decision: decide on its page, or delete the installation, which gives it up';
    case 'paused':
    case 'pausing':
      return 'is paused: resume it and wait for it, or cancel it';
    case 'cancelling':
      return 'is being cancelled: wait until it has ended';
    case 'queued':
    case 'running':
    case 'completed':
    case 'failed':
    case 'cancelled':
      return 'is not finished yet: wait for it, or cancel it';
  }
}
