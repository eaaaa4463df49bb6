import type { InstallationView } from '@milepost/api/views';
import Link from 'next/link';

import { installationPage } from '../installations/links';
import { UpdateAvailable } from '../installations/update-available';

type Noted = Pick<InstallationView, 'id' | 'title' | 'aftermath' | 'availableVersion' | 'drifted'>;

/** Whether there is more to say of an installation than its row has room for. */
export const notesOn = ({ aftermath, availableVersion, drifted }: Noted): boolean =>
  aftermath !== null || availableVersion !== null || drifted;

/** Below the whole row, because a column is too narrow: what an operation left, what differs, and which update there is. */
export function InstallationNotes({ installation }: { installation: Noted }) {
  const { id, title, aftermath, availableVersion, drifted } = installation;
  return (
    <div className="grid gap-0.5 pt-1 pb-1.5 text-xs font-normal text-pretty wrap-anywhere whitespace-normal text-ink-2 sm:w-[calc(100cqw-2rem)]">
      {aftermath !== null && <p>{[...aftermath.known, ...aftermath.unknown].join(' ')}</p>}
      {(drifted || availableVersion !== null) && (
        <p className="dotted-list">
          {drifted && (
            <span>
              <Link className="link" href={`${installationPage(id)}#drift`}>
                Changed outside Milepost<span className="sr-only"> ({title})</span>
              </Link>
            </span>
          )}
          {availableVersion !== null && (
            <span>
              <UpdateAvailable installation={installation} />
            </span>
          )}
        </p>
      )}
    </div>
  );
}
