import { createHash } from 'node:crypto';
import path from 'node:path';
import { openLab } from '@milepost/lab/lab';
import type { LabServer } from '@milepost/lab/server/server';
import { labSupport } from '@milepost/lab/support';
import { runLogged } from '../../services/command';
import { ROOT } from '../../services/paths';
import { Problem } from '../../services/problem';
import type { PracticeServer, StartContext } from '../start-context';

/** Boots the practice server; null, with a line that says why, where there is none. Everything else works without. */
export async function bringUpPracticeServer(context: StartContext): Promise<PracticeServer | null> {
  const { options, progress, signal } = context;
  if (!options.practice) return null;
  const support = await labSupport();
  if (!support.supported) {
    progress.print(`  No practice server: ${support.reason}.`);
    return null;
  }
  try {
    return await progress.step('Practice server booted', (tell) => boot(context, tell));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    if (!signal.aborted) progress.print(`  No practice server: ${reason}`);
    return null;
  }
}

/** `up` runs as a process of its own: Ctrl-C then ends it at once, in the middle of building a base system too. */
async function boot(context: StartContext, tell: (detail: string) => void): Promise<PracticeServer> {
  const { data, signal, processManager } = context;
  const lab = openLab({ name: labName(data.root), stateDir: data.practice });
  processManager.atEnd({ name: 'the practice server', stop: () => lab.halt() });
  await runLogged({
    what: 'Booting it',
    command: path.join(ROOT, 'node_modules/.bin/tsx'),
    args: ['lab/src/main.ts', 'up', '1', '--lab', lab.name, '--state-dir', data.practice],
    logFile: path.join(data.logs, 'practice.log'),
    signal,
    onLine: tell,
  });
  const server = lab.server(1);
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
export function labName(root: string): string {
  return `practice-${createHash('sha256').update(root).digest('hex').slice(0, 6)}`;
}

function hostKey(server: LabServer): string {
  const key = server.hostKeys().find((line) => line.startsWith('ssh-ed25519 '));
  if (!key) throw new Problem('no_host_key', 'it has no ed25519 host key');
  return key.split(' ').slice(0, 2).join(' ');
}
