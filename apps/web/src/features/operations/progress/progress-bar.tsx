import type { Progress } from '@milepost/api/views';

import { Bar } from '../../../components/status/bar';
import { barModel } from './bar-model';

/** The bar of an operation. */
export function ProgressBar({
  progress,
  size,
  ticks,
}: {
  progress: Progress;
  size?: 'md' | 'lg';
  ticks?: boolean;
}) {
  return <Bar label="Progress" {...barModel(progress)} size={size} ticks={ticks} />;
}
