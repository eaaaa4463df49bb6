import type { OperationView } from '@milepost/db/operations/views/operation-view';
import type { Progress } from '../../../views/views';

/** Where an operation stands, as bars and rings show it. */
export function progressView({
  status,
  installation,
  progress,
  milestones,
  notice,
}: OperationView): Progress {
  return {
    status,
    resource: installation.live
      ? { type: 'installation', id: installation.id, status: installation.status }
      : null,
    ...progress,
    segments: milestones.map((milestone) => ({
      status: milestone.status,
      weight: milestone.weight,
      label: milestone.label,
    })),
    notice,
  };
}
