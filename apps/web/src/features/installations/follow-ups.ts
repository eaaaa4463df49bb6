import type { InstallationView, OperationSummary } from '@milepost/api/views';

import { installPage, operationPage } from './links';

interface FollowUp {
  label: string;
  href: string;
}

type EndedOperation = Pick<
  OperationSummary,
  'id' | 'kind' | 'package' | 'verbs' | 'installation' | 'server' | 'progress'
>;

/** What can be done after an operation ended incomplete: to finish it, or to go back to what was there. Each opens a form with its plan. */
export function followUps({
  id,
  kind,
  package: pkg,
  verbs,
  installation,
  server,
  progress,
}: EndedOperation): {
  finish: FollowUp;
  restore: FollowUp;
} {
  const { title, parent } = installation;
  const fresh = installPage({ packageId: pkg.id, serverId: server.id, parentId: parent?.id ?? null });
  const installationId = progress.resource?.id ?? null;
  // Where nothing of it is left, it is installed anew.
  const page = (of: string) => (installationId === null ? fresh : operationPage(installationId, of));
  const from = (href: string) => `${href}${href.includes('?') ? '&' : '?'}from=${id}`;
  if (kind === 'uninstall')
    return {
      finish: {
        label: verbs.uninstall === 'Uninstall' ? 'Finish uninstalling' : 'Try again',
        href: from(page('uninstall')),
      },
      restore: { label: `Put ${title} back`, href: page('install') },
    };
  const usual = verbs.install === 'Install';
  return {
    finish: {
      label: kind === 'install' && usual ? 'Finish installing' : 'Try again',
      href: from(page(kind)),
    },
    restore: {
      label: usual ? 'Remove what was installed' : `${verbs.uninstall} ${title}`,
      href: page('uninstall'),
    },
  };
}

/** The same of an installation of which nothing is known since its server was rebuilt. */
export function followUpsOfUnknown({ id, verbs }: Pick<InstallationView, 'id' | 'verbs'>): {
  finish: FollowUp;
  restore: FollowUp;
} {
  return {
    finish: { label: `${verbs.install} again`, href: operationPage(id, 'install') },
    restore: { label: `${verbs.uninstall} what is there`, href: operationPage(id, 'uninstall') },
  };
}
