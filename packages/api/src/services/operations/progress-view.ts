import { progressOf } from '@milepost/db/operations/progress';
import type { Progress } from '../../views';
import { noticeOf } from './notice';
import type { OperationRow } from './operation-rows';
import type { Surroundings } from './surroundings';

/** Where an operation stands, as bars and rings show it. */
export function progressView(row: OperationRow, surroundings: Surroundings): Progress {
  const { installation, milestones } = row;
  return {
    status: row.status,
    resource: installation.uninstalledAt
      ? null
      : { type: 'installation', id: installation.id, status: installation.status },
    ...progressOf(row, milestones),
    segments: milestones.map(({ status, weight, label }) => ({ status, weight, label })),
    notice: noticeOf(row, surroundings),
  };
}
