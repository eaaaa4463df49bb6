/** What an operation does, in words that rows, routes and plans share, and what it makes of its installation. */
import type { InstallationStatus } from './statuses';

/** What every package has, or has because it declares services. A package's own operations have names of their own: `deploy`. */
export const COMMON_OPERATIONS = [
  'install',
  'update',
  'uninstall',
  'start',
  'stop',
  'restart',
  'reload',
] as const;
export type CommonOperation = (typeof COMMON_OPERATIONS)[number];

/** Operations that follow from a package's services. */
export const SERVICE_OPERATIONS = [
  'start',
  'stop',
  'restart',
  'reload',
] as const satisfies readonly CommonOperation[];
export type ServiceOperation = (typeof SERVICE_OPERATIONS)[number];

/** A common operation, or one of the package's own: snake_case. An install of what is installed is a change. */
export type OperationKind = string;

/** What the name of an operation may be. */
export const OPERATION_KIND = /^[a-z][a-z0-9_]{0,39}$/;

/** The status of an installation while one of its operations is open, and once it has completed; null: it stays what it is. */
export interface InstallationStatuses {
  /** Before anything of the operation has begun. */
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
    ...{ queued: 'uninstalling', running: 'uninstalling' },
    ...{ completed: 'uninstalled', rollingBack: 'installing' },
  },
};

/** What an operation makes of its installation. Those of services and of packages leave its status alone. */
export function installationStatuses(kind: OperationKind): InstallationStatuses {
  return Object.hasOwn(STATUSES, kind) ? (STATUSES[kind] ?? UNCHANGED) : UNCHANGED;
}

/** Whether this operation follows from a package's services. */
export function isServiceOperation(kind: OperationKind): kind is ServiceOperation {
  return (SERVICE_OPERATIONS as readonly string[]).includes(kind);
}
