import type { ServerDetail } from '@milepost/api/views';

import { Banner } from '../../../components/layout/banner';
import { StatusIcon } from '../../../components/status/status-icon';
import { Moment } from '../../../time/ticking';
import { Person } from '../../session/person';

/** On the page of a removed server, of which only the history is left. */
export function RemovedBanner({ removed }: { removed: NonNullable<ServerDetail['removed']> }) {
  return (
    <Banner variant="plain" className="mb-5" icon={<StatusIcon name="stopped" tone="idle" />}>
      <span className="font-medium">
        Removed by <Person email={removed.by} />, <Moment at={removed.at} />.
      </span>{' '}
      The history of its operations is kept. To work with it again, add it as a new server.
    </Banner>
  );
}
