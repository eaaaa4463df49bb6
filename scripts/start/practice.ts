import { openLab } from '@milepost/lab/lab';
import { labSupport } from '@milepost/lab/support';
import type { LabServer } from '@milepost/lab/server/server';
import { createHash } from 'node:crypto';
import { Problem } from '../services/problem';
import type { Setting } from './bring-up';

/** A server to try things on: how to reach it as root. */
export interface PracticeServer {
  name: string;
  address: string;
  port: number;
  username: string;
  privateKey: string;
  /** "ssh-ed25519 AAAA…" */
  hostKey: string;
}

/** Boots the practice server; null, with a line that says why, where this machine cannot host one. */
export async function bringUpPracticeServer(setting: Setting): Promise<PracticeServer | null> {
  const { options, progress } = setting;
  if (!options.practice) return null;
  const support = await labSupport();
  if (!support.supported) {
    progress.print(`  No practice server: ${support.reason}.`);
    return null;
  }
  try {
    return await progress.step('Practice server booted', (tell) => boot(setting, tell));
  } catch (error) {
    // Everything else works without it.
    const reason = error instanceof Error ? error.message : String(error);
    if (!setting.signal.aborted) progress.print(`  No practice server: ${reason}`);
    return null;
  }
}

async function boot({ data, supervisor }: Setting, tell: (detail: string) => void): Promise<PracticeServer> {
  const lab = openLab({ name: labName(data.root), stateDir: data.practice, log: tell });
  supervisor.atEnd({ name: 'the practice server', stop: () => lab.halt() });
  const [server] = await lab.up(1);
  if (!server) throw new Problem('no_practice_server', 'it did not come up');
  return {
    name: 'practice',
    address: server.host,
    port: server.port,
    username: server.user,
    privateKey: server.privateKey,
    hostKey: hostKey(server),
  };
}

/** Unique on the machine, the same at each start with this data directory. */
function labName(root: string): string {
  return `practice-${createHash('sha256').update(root).digest('hex').slice(0, 6)}`;
}

function hostKey(server: LabServer): string {
  const key = server.hostKeys().find((line) => line.startsWith('ssh-ed25519 '));
  if (!key) throw new Problem('no_host_key', 'it has no ed25519 host key');
  return key.split(' ').slice(0, 2).join(' ');
}
