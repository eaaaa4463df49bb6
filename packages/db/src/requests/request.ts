import { z } from 'zod';
import { SERVER_STATUSES } from '@milepost/contract/statuses';
import type { RequestedDecision } from '@milepost/contract/requested-decision';

const operationId = z.string();
const serverId = z.string();
const runId = z.string();
const reason = z.string().nullable();
/** The decision point, as the page showed it. */
const point = z.number().int();

const choice = z.discriminatedUnion('action', [
  z.object({ action: z.literal('retry') }),
  z.object({ action: z.literal('retry_from'), milestone: z.number().int() }),
  z.object({ action: z.literal('skip'), reason: z.string() }),
  z.object({ action: z.literal('roll_back'), reason, removeData: z.boolean().optional() }),
  z.object({ action: z.literal('accept_plan') }),
  z.object({ action: z.literal('mark_failed'), reason }),
]) satisfies z.ZodType<RequestedDecision>;

/**
 * What a person asks for of an operation, of a server, or of all operations (`adopt_cluster`). The web process wrote it: it says what
 * somebody wants, and a worker decides whether it is possible.
 */
const personRequest = z.discriminatedUnion('kind', [
  /** The operation was written; it is to be started. `adopts`: what it installs was found on the server. */
  z.object({ kind: z.literal('submit'), operationId, adopts: z.boolean().optional() }),
  z.object({ kind: z.literal('decide'), operationId, point, choice }),
  /** Closes what waits for a decision as failed, so that another operation may follow. */
  z.object({ kind: z.literal('close_undecided'), operationId, point, reason: z.string() }),
  z.object({ kind: z.literal('cancel'), operationId, reason }),
  z.object({ kind: z.literal('pause'), operationId, resumeAt: z.iso.datetime().nullable() }),
  z.object({ kind: z.literal('resume'), operationId }),
  z.object({ kind: z.literal('resume_interrupted'), operationId }),
  z.object({ kind: z.literal('abandon_server'), operationId }),
  z.object({ kind: z.literal('delete_record'), operationId, installationId: z.string(), reason }),
  z.object({ kind: z.literal('unblock_queue'), serverId }),
  /** Pins the key that a person has compared. */
  z.object({ kind: z.literal('confirm_host_key'), serverId, hostKey: z.string() }),
  z.object({ kind: z.literal('reopen_enrollment'), serverId }),
  /** The key was read again, for a person to compare; `status`: before that. */
  z.object({ kind: z.literal('await_confirmation'), serverId, status: z.enum(SERVER_STATUSES) }),
  /** Temporal could not be reached, so nobody enrolls it. */
  z.object({ kind: z.literal('fail_enrollment'), serverId }),
  /** Deletes a server whose host key nobody has confirmed. */
  z.object({ kind: z.literal('discard_server'), serverId }),
  z.object({ kind: z.literal('remove_server'), serverId }),
  /** The next step of a stack: a person started it, or the operation of the step before has ended. */
  z.object({ kind: z.literal('advance_stack'), serverId, runId }),
  /** After the step that did not complete, or with it again where it could not be submitted. */
  z.object({ kind: z.literal('continue_stack'), serverId, runId, n: point, again: z.boolean() }),
  /** No further step begins. */
  z.object({ kind: z.literal('end_stack'), serverId, runId }),
  z.object({ kind: z.literal('adopt_cluster') }),
]);

export type PersonRequest = z.output<typeof personRequest>;

export type RequestKind = PersonRequest['kind'];

interface StoredRequest {
  kind: string;
  operationId: string | null;
  serverId: string | null;
  point: number | null;
  data: Record<string, unknown>;
}

/** A request as it is stored; null where it is none that this version knows. */
export function parseRequest({ data, ...columns }: StoredRequest): PersonRequest | null {
  const parsed = personRequest.safeParse({ ...data, ...columns });
  return parsed.success ? parsed.data : null;
}

/** What is stored of a request: its subject in columns, the rest as JSON. */
export function storeRequest(request: PersonRequest): StoredRequest {
  const { kind, operationId, serverId, point, ...data }: Fields = request;
  return { kind, operationId: operationId ?? null, serverId: serverId ?? null, point: point ?? null, data };
}

interface Fields {
  kind: RequestKind;
  operationId?: string;
  serverId?: string;
  point?: number;
}
