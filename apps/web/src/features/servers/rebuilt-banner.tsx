import type { ServerDetail } from '@milepost/api/views';

import { Banner } from '../../components/layout/banner';
import { StatusIcon } from '../../components/status/status-icon';

/** On the page of a server that was rebuilt, until somebody has dealt with each of its former installations. */
export function RebuiltBanner({ server: { name, unknownInstallations } }: { server: ServerDetail }) {
  if (unknownInstallations === 0) return null;
  return (
    <Banner variant="warn" className="mb-5" icon={<StatusIcon name="unknown" tone="warn" />}>
      <span className="font-medium">{name} was rebuilt: what is installed there is unknown.</span> Installing
      a package again keeps what is still there and adds what is missing. Uninstall what you no longer need,
      or delete its record.
    </Banner>
  );
}
