import type { OperationDetail } from '@milepost/api/views';
import { replaceEqualDeep } from '@tanstack/react-query';

/**
 * The newer of two readings of one operation: an answer that was under way while the stream brought news must not take them
 * back. What is counted in an operation never goes back, so a lower number is an older reading.
 */
export function newerDetail(known: unknown, read: unknown): unknown {
  const [before, after] = [known, read] as (OperationDetail | undefined)[];
  if (before === undefined || after === undefined || before.id !== after.id) return after;
  return isOlder(after, before) ? before : replaceEqualDeep(before, after);
}

function isOlder(one: OperationDetail, other: OperationDetail): boolean {
  return (
    one.lastEvent < other.lastEvent ||
    one.lastOutput < other.lastOutput ||
    one.progress.percentage < other.progress.percentage
  );
}
