import type { InstallationDetail } from '@milepost/api/installation-views';
import Link from 'next/link';

import { trpc } from '../../../api/trpc';
import { Pill } from '../../../components/status/pill';
import { StatusIcon } from '../../../components/status/status-icon';
import { formatDay } from '../../../time/format-time';
import { useNow } from '../../../time/use-now';
import { installationStatusStyle } from '../../servers/status';
import { UpdateAvailable } from '../update-available';
import { InstallationActions } from './installation-actions';

/** Its name, how it is, where it is, and what can be done with it. */
export function InstallationHead({ installation }: { installation: InstallationDetail }) {
  const { title, package: pkg, server, version, availableVersion, versionHeld } = installation;
  const { installedAt, parent, adopted, verbs } = installation;
  // As they were read for the section below: a service that was stopped runs again after the server was restarted.
  const { data: services = [] } = trpc.installations.services.useQuery(
    { installationId: installation.id },
    { enabled: false, gcTime: 0 },
  );
  const runs = services.some(({ active }) => active === 'active');
  const { icon, tone, word } = installationStatusStyle({
    ...installation,
    stopped: installation.stopped && !runs,
  });
  const today = new Date(useNow());
  return (
    <div className="mb-5 flex flex-wrap items-start gap-x-4 gap-y-3 max-sm:mb-4">
      <div className="min-w-0 flex-[1_1_320px]">
        <div className="flex flex-wrap items-center gap-2.5">
          <h1 className="text-xl tracking-tight wrap-anywhere">{title}</h1>
          <Pill tone={tone} icon={<StatusIcon name={icon} tone={tone} />}>
            {word}
          </Pill>
        </div>
        <p className="dotted-list mt-0.5 text-ink-2">
          {title !== pkg.title && <span>{pkg.title}</span>}
          <span>
            on{' '}
            <Link className="link" href={`/servers/${server.id}`}>
              {server.name}
            </Link>
          </span>
          {parent !== null && (
            <span>
              in{' '}
              <Link className="link" href={`/installations/${parent.id}`}>
                {parent.title}
              </Link>
            </span>
          )}
          {version !== null && <code>{version}</code>}
          {availableVersion !== null && (
            <span>
              <UpdateAvailable installation={installation} />
            </span>
          )}
          {versionHeld && <span>package on hold</span>}
          {installedAt !== null && (
            <span>
              {adopted ? 'managed since' : verbs.install === 'Install' ? 'installed' : 'since'}{' '}
              {formatDay(new Date(installedAt), today)}
            </span>
          )}
        </p>
      </div>
      <InstallationActions installation={installation} />
    </div>
  );
}
