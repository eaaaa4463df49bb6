/** What an operation does, in words that rows, routes and plans share, and what it makes of its installation. */
import type { InstallationStatus } from './statuses';

/** What every package has: the last four where it has a service. */
export const STANDARD_OPERATIONS = [
  'install',
  'update',
  'uninstall',
  'start',
  'stop',
  'restart',
  'reload',
] as const;

/** One of the standard operations, or one of the package's own: snake_case. An install of what is installed is a change. */
export type OperationKind = string;

/** What the name of an operation may be. */
export const OPERATION_KIND = /^[a-z][a-z0-9_]{0,39}$/;

export interface InstallationStatuses {
  /** While the operation waits to begin; null: it stays what it is. */
  queued: InstallationStatus | null;
  running: InstallationStatus | null;
  completed: InstallationStatus | null;
  rollingBack: InstallationStatus | null;
}

const UNCHANGED: InstallationStatuses = { queued: null, running: null, completed: null, rollingBack: null };

const STATUSES: Readonly<Record<string, InstallationStatuses>> = {
  install: { queued: 'pending', running: 'installing', completed: 'active', rollingBack: 'uninstalling' },
  update: { queued: 'updating', running: 'updating', completed: 'active', rollingBack: 'updating' },
  uninstall: {
    queued: 'uninstalling',
    running: 'uninstalling',
    completed: 'uninstalled',
    rollingBack: 'installing',
  },
};

/** What an operation makes of its installation. Those of services and of packages leave its status alone. */
export function installationStatuses(kind: OperationKind): InstallationStatuses {
  return Object.hasOwn(STATUSES, kind) ? (STATUSES[kind] ?? UNCHANGED) : UNCHANGED;
}
