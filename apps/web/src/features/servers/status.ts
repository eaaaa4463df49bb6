import type { InstallationStatus, ServerSummary } from '@milepost/api/views';

import type { Tone } from '../../components/sign';
import type { SignName } from '../../components/sign-shapes';

export interface Look {
  sign: SignName;
  tone: Tone;
  word: string;
}

/** A server's status as a sign and a word. */
export function serverLook({ status, problem }: Pick<ServerSummary, 'status' | 'problem'>): Look {
  switch (status) {
    case 'awaiting_confirmation':
      return { sign: 'decision', tone: 'warn', word: 'Confirm its key' };
    case 'joining':
      return { sign: 'waiting', tone: 'run', word: 'Joining' };
    case 'ready':
      return problem === null
        ? { sign: 'healthy', tone: 'ok', word: 'Ready' }
        : { sign: 'warn', tone: 'warn', word: 'Wants care' };
    case 'join_failed':
      return { sign: 'failed', tone: 'bad', word: 'Could not join' };
    case 'host_key_changed':
      return { sign: 'blocked', tone: 'bad', word: 'Key changed' };
  }
}

export const installationLooks: Record<InstallationStatus, Look> = {
  pending: { sign: 'queued', tone: 'idle', word: 'Queued' },
  installing: { sign: 'waiting', tone: 'run', word: 'Installing' },
  active: { sign: 'ok', tone: 'ok', word: 'Active' },
  updating: { sign: 'waiting', tone: 'run', word: 'Updating' },
  failed: { sign: 'failed', tone: 'bad', word: 'Failed' },
  uninstalling: { sign: 'waiting', tone: 'run', word: 'Uninstalling' },
  stopped: { sign: 'stopped', tone: 'idle', word: 'Stopped' },
};

/** "Debian GNU/Linux 12 (bookworm)" is long for a row: "Debian 12". */
export function shortSystem(system: string): string {
  return system.replace('GNU/Linux ', '').replace(/ \([^)]*\)$/, '');
}
