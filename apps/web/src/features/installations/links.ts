import type { InstallationView } from '@milepost/api/views';

type Linked = Pick<InstallationView, 'id' | 'package' | 'server'>;

/** Pages of an installation: its own, and a form with a plan for what can be done with it. */
export function installationLinks({ id, package: pkg, server }: Linked) {
  return {
    page: `/installations/${id}`,
    change: `/catalog/${pkg.id}/install?server=${encodeURIComponent(server.id)}`,
    uninstall: `/servers/${server.id}/uninstall/${pkg.id}`,
  };
}
