import type { ServerSummary } from '@milepost/api/views';

import { Pill } from '../../components/status/pill';
import { StatusIcon } from '../../components/status/status-icon';
import { useNow } from '../../time/use-now';
import type { StatusStyle } from './status';
import { serverStatusStyle } from './status';

/** Icon and word, for rows. */
export function StatusLabel({ status: { icon, tone, word } }: { status: StatusStyle }) {
  return (
    <span className="inline-flex items-center gap-[7px] align-middle whitespace-nowrap">
      <StatusIcon name={icon} tone={tone} />
      {word}
    </span>
  );
}

/** Beside a title. */
export function ServerPill({ server }: { server: ServerSummary }) {
  const { icon, tone, word } = serverStatusStyle(server, useNow());
  return (
    <Pill tone={tone} icon={<StatusIcon name={icon} tone={tone} />}>
      {word}
    </Pill>
  );
}
