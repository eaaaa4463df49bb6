import type { InstallationView, OperationSummary } from '@milepost/api/views';

interface FollowUp {
  label: string;
  href: string;
}

type Installed = Pick<InstallationView, 'package' | 'server'>;
type EndedOperation = Pick<OperationSummary, 'id' | 'kind' | 'package' | 'server'>;

/** What can be done after an operation ended incomplete: to finish it, or to go back to what was there. Each opens a form with its plan. */
export function followUps({ id, kind, package: pkg, server }: EndedOperation): {
  finish: FollowUp;
  restore: FollowUp;
} {
  const { install, uninstall } = formLinks({ package: pkg, server });
  if (kind === 'uninstall')
    return {
      finish: { label: 'Finish uninstalling', href: `${uninstall}?from=${id}` },
      restore: { label: `Put ${pkg.title} back`, href: install },
    };
  return {
    finish: { label: 'Finish installing', href: `${install}&from=${id}` },
    restore: { label: 'Remove what was installed', href: uninstall },
  };
}

/** The same of an installation of which nothing is known since its server was rebuilt. */
export function followUpsOfUnknown(installed: Installed): { finish: FollowUp; restore: FollowUp } {
  const { install, uninstall } = formLinks(installed);
  return {
    finish: { label: 'Install again', href: install },
    restore: { label: 'Uninstall what is there', href: uninstall },
  };
}

function formLinks({ package: pkg, server }: Installed): { install: string; uninstall: string } {
  return {
    install: `/catalog/${pkg.id}/install?server=${encodeURIComponent(server.id)}`,
    uninstall: `/servers/${server.id}/uninstall/${pkg.id}`,
  };
}
