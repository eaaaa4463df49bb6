import type { InstallationDetail } from '@milepost/api/installation-views';

import { pagesAbove } from '../installations/pages-above';
import { MissingPage } from './missing-page';

const servers = { label: 'Servers', href: '/servers' };
const operations = { label: 'Operations', href: '/operations' };
const missing = (subject: string) => `This ${subject} does not exist or was removed`;
const catalog = { label: 'Catalog', href: '/catalog' };

export function MissingServer() {
  return (
    <MissingPage title={missing('server')} others={{ ...servers, label: 'All servers' }} above={[servers]} />
  );
}

export function MissingOperation() {
  return (
    <MissingPage
      title={missing('operation')}
      others={{ ...operations, label: 'All operations' }}
      above={[operations]}
    />
  );
}

export function MissingInstallation() {
  return (
    <MissingPage
      title={missing('installation')}
      others={{ ...servers, label: 'All servers' }}
      above={[servers]}
    />
  );
}

/** A form of an operation that this installation does not have, or not any more. */
export function MissingInstallationOperation({
  installation,
}: {
  installation: Pick<InstallationDetail, 'id' | 'title' | 'server' | 'parent' | 'uninstalledAt'>;
}) {
  const { id, title, server, uninstalledAt } = installation;
  const page = { label: title, href: `/installations/${id}` };
  return (
    <MissingPage
      title={
        uninstalledAt === null
          ? `${title} has no such operation`
          : `${title} is no longer installed on ${server.name}`
      }
      hint="Its page shows what can be done and what was done."
      others={{ ...page, label: `View ${title}` }}
      above={[...pagesAbove(installation), page]}
    />
  );
}

const stacks = { label: 'Stacks', href: '/stacks' };

export function MissingStack() {
  return (
    <MissingPage title={missing('stack')} others={{ ...stacks, label: 'All stacks' }} above={[stacks]} />
  );
}

export function MissingStackRun() {
  return (
    <MissingPage title={missing('stack run')} others={{ ...stacks, label: 'All stacks' }} above={[stacks]} />
  );
}

export function MissingPackage() {
  return (
    <MissingPage
      title={missing('package')}
      others={{ ...catalog, label: 'All packages' }}
      above={[catalog]}
    />
  );
}
