import { z } from 'zod';
import type { Position } from '../views';

/** Where a client stands, by operation. */
export type Vector = Record<string, Position>;

const number = z.number().int().min(0);
const schema = z.record(z.string().max(64), z.object({ event: number, output: number }));

/** A vector as the id of a message: the browser gives it back when it reconnects by itself. */
export function encodeVector(vector: Vector): string {
  return Buffer.from(JSON.stringify(vector), 'utf8').toString('base64url');
}

/** The vector of an id; empty where it is none. */
export function decodeVector(id: string): Vector {
  try {
    return schema.parse(JSON.parse(Buffer.from(id, 'base64url').toString('utf8')));
  } catch {
    return {};
  }
}

/** Where to go on: of what is watched, the later of the two positions. */
export function resumeFrom(watch: Vector, lastEventId: string | null | undefined): Map<string, Position> {
  const seen = lastEventId ? decodeVector(lastEventId) : {};
  return new Map(
    Object.entries(watch).map(([operationId, position]) => {
      const last = seen[operationId] ?? position;
      return [
        operationId,
        { event: Math.max(position.event, last.event), output: Math.max(position.output, last.output) },
      ];
    }),
  );
}
