import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { execa } from 'execa';
import type { LabServer } from '@milepost/lab/server/server';

export interface ControlMaster {
  /** One `ssh host COMMAND` over the open connection, process start included. Throws when it exits with another code than 0. */
  run(command: string, options?: { input?: string }): Promise<string>;
  /** The same; what it says is thrown away. */
  discard(command: string): Promise<void>;
  close(): Promise<void>;
}

/** OpenSSH with one connection kept open: what a careful shell script would use. */
export async function controlMaster(server: LabServer): Promise<ControlMaster> {
  const directory = await mkdtemp(path.join(os.tmpdir(), 'milepost-cm-'));
  const settings = {
    IdentitiesOnly: 'yes',
    StrictHostKeyChecking: 'no',
    UserKnownHostsFile: '/dev/null',
    LogLevel: 'ERROR',
    ControlMaster: 'auto',
    ControlPath: path.join(directory, 'cm'),
    ControlPersist: '600',
  };
  const options = Object.entries(settings).flatMap(([name, value]) => ['-o', `${name}=${value}`]);
  const login = ['-i', server.keyPath, ...options, `${server.user}@${server.host}`];
  const run: ControlMaster['run'] = async (command, { input = '' } = {}) =>
    (await execa('ssh', [...login, command], { input })).stdout;
  await run('true');
  return {
    run,
    discard: async (command) =>
      void (await execa('ssh', [...login, command], { stdin: 'ignore', stdout: 'ignore' })),
    close: async () => {
      await execa('ssh', ['-O', 'exit', ...login], { reject: false });
      await rm(directory, { recursive: true, force: true });
    },
  };
}
