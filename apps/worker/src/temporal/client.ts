import { Client, Connection } from '@temporalio/client';
import type { Environment } from '../startup/env';

/** How long a request to Temporal may take: an engine that is away must cost nobody more. */
const DEADLINE_MS = 1_500;

/** A client that connects when it is first used, and reconnects within a second of Temporal's return. */
export function createEngineClient({ address, namespace }: Environment['temporal']): Client {
  const connection = Connection.lazy({
    address,
    channelArgs: { 'grpc.initial_reconnect_backoff_ms': 200, 'grpc.max_reconnect_backoff_ms': 1_000 },
  });
  return new Client({ connection, namespace });
}

/** Does one request, bounded in time. */
export function withDeadline<T>(client: Client, request: () => Promise<T>): Promise<T> {
  return client.withDeadline(Date.now() + DEADLINE_MS, request);
}

const NOT_FOUND = 5; // grpc status

/** Whether Temporal's service knows no such workflow. */
export function isNotFound(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === NOT_FOUND;
}
