import type { InstallationView } from '@milepost/api/views';

import { installationPage } from './links';

const SERVERS = { label: 'Servers', href: '/servers' };

/** The breadcrumb of an installation: its server, and what it lives in. */
export function pagesAbove({ server, parent }: Pick<InstallationView, 'server' | 'parent'>) {
  return [
    SERVERS,
    { label: server.name, href: `/servers/${server.id}` },
    ...(parent === null ? [] : [{ label: parent.title, href: installationPage(parent.id) }]),
  ];
}
