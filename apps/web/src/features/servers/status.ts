import { operationKindLabel } from '@milepost/contract/messages/operation-kinds';
import type { InstallationStatus, OperationSummary, ServerSummary, Verbs } from '@milepost/api/views';

import type { Tone } from '../../components/status/status-icon';
import type { StatusIconName } from '../../components/status/status-icon-shapes';
import { formatMoment } from '../../time/format-time';

export interface StatusStyle {
  icon: StatusIconName;
  tone: Tone;
  word: string;
}

type DisplayedServer = Pick<ServerSummary, 'status' | 'problem' | 'unreachable' | 'unknownInstallations'>;

/** A server's status as an icon and a word. `now` is milliseconds since the epoch. */
export function serverStatusStyle(
  { status, problem, unreachable, unknownInstallations }: DisplayedServer,
  now: number,
): StatusStyle {
  if (unreachable !== null)
    return { icon: 'off', tone: 'bad', word: `Unreachable since ${formatMoment(unreachable.since, now)}` };
  switch (status) {
    case 'awaiting_confirmation':
      return { icon: 'decision', tone: 'warn', word: 'Confirm its key' };
    case 'enrolling':
      return { icon: 'waiting', tone: 'run', word: 'Joining' };
    case 'ready':
      if (problem !== null) return { icon: 'warn', tone: 'warn', word: 'Needs attention' };
      return unknownInstallations === 0
        ? { icon: 'healthy', tone: 'ok', word: 'Ready' }
        : { icon: 'unknown', tone: 'warn', word: 'Rebuilt' };
    case 'enrollment_failed':
      return { icon: 'failed', tone: 'bad', word: 'Could not join' };
    case 'host_key_changed':
      return { icon: 'blocked', tone: 'bad', word: 'Key changed' };
    case 'removed':
      return { icon: 'stopped', tone: 'idle', word: 'Removed' };
  }
}

const installationStyles: Record<InstallationStatus, StatusStyle> = {
  pending: { icon: 'queued', tone: 'idle', word: 'Queued' },
  installing: { icon: 'waiting', tone: 'run', word: 'Installing' },
  active: { icon: 'ok', tone: 'ok', word: 'Active' },
  updating: { icon: 'waiting', tone: 'run', word: 'Updating' },
  failed: { icon: 'failed', tone: 'bad', word: 'Failed' },
  uninstalling: { icon: 'waiting', tone: 'run', word: 'Uninstalling' },
  uninstalled: { icon: 'stopped', tone: 'idle', word: 'Uninstalled' },
  unknown: { icon: 'unknown', tone: 'warn', word: 'Unknown' },
};

const USUAL_VERBS: Verbs = { install: 'Install', uninstall: 'Uninstall' };
const isUnderWay = (status: InstallationStatus): boolean =>
  status === 'installing' || status === 'uninstalling';

/** What an installation is; where its last operation waits for a decision or ended incomplete, that. */
export function installationStatusStyle({
  status,
  stopped = false,
  operation,
  verbs = USUAL_VERBS,
}: {
  status: InstallationStatus;
  stopped?: boolean;
  operation: Pick<OperationSummary, 'kind' | 'status'> | null;
  /** Of its package; the usual ones when left out. */
  verbs?: Verbs;
}): StatusStyle {
  if (status === 'active' && stopped) return { icon: 'stopped', tone: 'idle', word: 'Stopped' };
  if ((status === 'failed' || status === 'pending') && operation?.status === 'awaiting_decision')
    return { icon: 'decision', tone: 'warn', word: 'Needs a decision' };
  if (isUnderWay(status) && verbs.install !== USUAL_VERBS.install)
    return { ...installationStyles[status], word: 'In progress' };
  if (status !== 'failed' || operation === null) return installationStyles[status];
  const { kind } = operation;
  const kindLabel = kind === 'install' || kind === 'uninstall' ? verbs[kind] : operationKindLabel(kind);
  if (operation.status === 'canceled')
    return { icon: 'canceled', tone: 'idle', word: `${kindLabel} canceled` };
  return { ...installationStyles.failed, word: `${kindLabel} failed` };
}

/** "Debian GNU/Linux 12 (bookworm)" is long for a row: "Debian 12". */
export function shortSystem(system: string): string {
  return system.replace('GNU/Linux ', '').replace(/ \([^)]*\)$/, '');
}
