import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { execa } from 'execa';

export interface ControlMaster {
  /** Milliseconds of one `ssh host true` over the open connection, process start included. */
  time(): Promise<number>;
  close(): Promise<void>;
}

/** OpenSSH with one connection kept open: what a careful shell script would use. */
export async function controlMaster(host: string, privateKey: string): Promise<ControlMaster> {
  const directory = await mkdtemp(path.join(os.tmpdir(), 'milepost-cm-'));
  const key = path.join(directory, 'key');
  await writeFile(key, privateKey, { mode: 0o600 });
  const options = [
    ...[
      '-i',
      key,
      '-o',
      'IdentitiesOnly=yes',
      '-o',
      'StrictHostKeyChecking=no',
      '-o',
      'UserKnownHostsFile=/dev/null',
    ],
    ...[
      '-o',
      'LogLevel=ERROR',
      '-o',
      'ControlMaster=auto',
      '-o',
      `ControlPath=${directory}/cm`,
      '-o',
      'ControlPersist=60',
    ],
  ];
  const run = (...args: string[]) => execa('ssh', [...options, ...args, `root@${host}`, 'true']);
  await run();
  return {
    time: async () => {
      const began = performance.now();
      await run();
      return performance.now() - began;
    },
    close: async () => {
      await execa('ssh', [...options, '-O', 'exit', `root@${host}`], { reject: false });
      await rm(directory, { recursive: true, force: true });
    },
  };
}
