import type { InstallationView, OperationSummary } from '@milepost/api/views';

import { operationPage } from './links';

interface FollowUp {
  label: string;
  href: string;
}

type EndedOperation = Pick<OperationSummary, 'id' | 'kind' | 'package' | 'server' | 'progress'>;

/** What can be done after an operation ended incomplete: to finish it, or to go back to what was there. Each opens a form with its plan. */
export function followUps({ id, kind, package: pkg, server, progress }: EndedOperation): {
  finish: FollowUp;
  restore: FollowUp;
} {
  const fresh = `/catalog/${pkg.id}/install?server=${encodeURIComponent(server.id)}`;
  const installationId = progress.resource?.id ?? null;
  // Where nothing of it is left, it is installed anew.
  const page = (of: string) => (installationId === null ? fresh : operationPage(installationId, of));
  const from = (href: string) => `${href}${href.includes('?') ? '&' : '?'}from=${id}`;
  if (kind === 'uninstall')
    return {
      finish: { label: 'Finish uninstalling', href: from(page('uninstall')) },
      restore: { label: `Put ${pkg.title} back`, href: page('install') },
    };
  return {
    finish: { label: kind === 'install' ? 'Finish installing' : 'Try again', href: from(page(kind)) },
    restore: { label: 'Remove what was installed', href: page('uninstall') },
  };
}

/** The same of an installation of which nothing is known since its server was rebuilt. */
export function followUpsOfUnknown({ id }: Pick<InstallationView, 'id'>): {
  finish: FollowUp;
  restore: FollowUp;
} {
  return {
    finish: { label: 'Install again', href: operationPage(id, 'install') },
    restore: { label: 'Uninstall what is there', href: operationPage(id, 'uninstall') },
  };
}
