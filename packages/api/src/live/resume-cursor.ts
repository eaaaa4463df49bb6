import { BAD_CURSOR } from '@milepost/contract/messages/errors/database-errors';
import { AppError } from '../errors/app-error';
import { watch } from '../routers/inputs';
import type { Position } from '../views/views';

/** The position of a client, by operation. */
export type ResumeCursor = Record<string, Position>;

/** A cursor as the ID of a message: the browser sends it back when it reconnects. */
export function encodeCursor(cursor: ResumeCursor): string {
  return Buffer.from(JSON.stringify(cursor), 'utf8').toString('base64url');
}

/**
 * The cursor of an ID.
 *
 * @throws AppError BAD_REQUEST where it is none
 */
export function decodeCursor(id: string): ResumeCursor {
  try {
    return watch.parse(JSON.parse(Buffer.from(id, 'base64url').toString('utf8')));
  } catch (cause) {
    throw new AppError('BAD_REQUEST', BAD_CURSOR, { cause });
  }
}

/** Where to continue: for each watched operation, the later of the two positions. */
export function resumeFrom(
  watch: ResumeCursor,
  lastEventId: string | null | undefined,
): Map<string, Position> {
  const seen = lastEventId ? decodeCursor(lastEventId) : {};
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
