'use client';

import type { InstallationView } from '@milepost/api/views';
import Link from 'next/link';

import { DeleteInstallation } from '../installations/delete-installation';
import { hasEnded } from '../operations/status';
import { ForChangers } from '../session/for-changers';

/** What can be done now with what is installed. */
export function PackageActions({ installation }: { installation: InstallationView }) {
  const { package: of, server, operation, deletion } = installation;
  const open = operation !== null && !hasEnded(operation.status) ? operation : null;
  return (
    <span className="inline-flex flex-wrap items-center justify-end gap-x-3 gap-y-1">
      {open !== null && (
        <Link className="link" href={`/operations/${open.id}`}>
          {open.status === 'deciding' ? 'Decide' : 'Watch'}
          <span className="sr-only"> {of.title}</span>
        </Link>
      )}
      <ForChangers>
        {deletion !== null ? (
          <DeleteInstallation deletion={deletion} of={of} server={server} size="sm" />
        ) : (
          open === null && (
            <Link className="link" href={`/servers/${server.id}/uninstall/${of.id}`}>
              Uninstall<span className="sr-only"> {of.title}</span>…
            </Link>
          )
        )}
      </ForChangers>
    </span>
  );
}
