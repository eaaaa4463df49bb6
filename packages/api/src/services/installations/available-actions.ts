import { SERVICE_OPERATIONS } from '@milepost/contract/operation-kinds';
import { findPackage } from '@milepost/packages-core/dsl/catalog';
import type { InstallationAction } from '../../views/installation-views';
import type { InstallationRow } from './installation-view';

const FIRST = ['install', 'update'];

/** What can be done with an installation by its status; an open operation is still in the way. Of one that failed: to change it again, or to remove it. Pure. */
export function availableActions({
  packageId,
  status,
  uninstalledAt,
}: Pick<InstallationRow, 'packageId' | 'status' | 'uninstalledAt'>): InstallationAction[] {
  const definition = findPackage(packageId);
  if (!definition || uninstalledAt !== null) return [];
  const own = Object.keys(definition.operations).filter(
    (kind) => ![...FIRST, ...SERVICE_OPERATIONS, 'uninstall'].includes(kind),
  );
  const all =
    status === 'active' ? [...FIRST, ...own, ...SERVICE_OPERATIONS, 'uninstall'] : ['install', 'uninstall'];
  return all.flatMap((kind): InstallationAction[] => {
    const operation = definition.operations[kind];
    return operation
      ? [{ kind, label: kind === 'install' && status === 'active' ? 'Change' : operation.does }]
      : [];
  });
}
