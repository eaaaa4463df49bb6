import type { InstallationDetail } from '@milepost/api/installation-views';

import { Ago } from '../../../time/ticking';
import { UpdateAvailable } from '../update-available';

/** What the last check found of newer versions, and how old the lists are that it read. */
export function CheckedVersion({ installation }: { installation: InstallationDetail }) {
  const { availableVersion, versionHeld, packageListsAt, server } = installation;
  if (availableVersion === null && !versionHeld && packageListsAt === null) return null;
  return (
    <p className="border-t px-4 py-3 wrap-anywhere text-ink-2">
      {versionHeld ? (
        `On hold: ${server.name} does not update it.`
      ) : (
        <>
          {availableVersion === null ? 'No newer version' : <UpdateAvailable installation={installation} />}.
          {packageListsAt !== null && (
            <>
              {' '}
              Package lists read <Ago at={packageListsAt} />.
            </>
          )}
        </>
      )}
    </p>
  );
}
