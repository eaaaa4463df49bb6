import { existsSync } from 'node:fs';
import { mkdir, statfs } from 'node:fs/promises';
import { ensureBase } from './base/base-image';
import { createBridge, assertRangeIsFree, takenRanges } from './host/bridge';
import { closeFirewall } from './host/firewall';
import { raiseInotify } from './host/inotify';
import { hostMirror } from './host/mirror';
import type { Mirror } from './host/mirror';
import { startProxy } from './host/proxy';
import { run } from './host/run';
import { installTools } from './host/tools';
import { LabError } from './lab-error';
import { keyFile, readLab, readServer, serverDir, writeLab, writeServer } from './lab-record';
import { networkOf, pickPrefix, serverNames } from './network';
import type { LabNetwork } from './network';
import { register, withMachineLock } from './registry';
import { eraseDisk, mountDisk } from './server/disk';
import { writeIdentity } from './server/identity';
import type { Suite } from './suite';

const OVERLAYFS = 0x794c7630;

export interface BringUp {
  name: string;
  stateDir: string;
  /** "10.86.7", when the caller wants it so. */
  prefix: string | undefined;
  log: (line: string) => void;
}

/** Everything a lab's servers share: tools, key, network, proxy. Idempotent, also after a restart of the machine. */
export async function prepareLab(lab: BringUp): Promise<{ network: LabNetwork; mirror: Mirror }> {
  await withMachineLock(() => installTools(lab.log));
  await mkdir(lab.stateDir, { recursive: true });
  if ((await statfs(lab.stateDir)).type === OVERLAYFS) {
    throw new LabError(
      `disks cannot lie in ${lab.stateDir}, which is on overlayfs itself: choose another directory`,
    );
  }
  const key = keyFile(lab.stateDir);
  if (!existsSync(key)) await run('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-C', lab.name, '-f', key]);
  const mirror = await hostMirror();
  const network = await withMachineLock(() => claimNetwork(lab));
  await raiseInotify();
  await closeFirewall(network);
  await startProxy(network, mirror);
  return { network, mirror };
}

/** Settles the lab's addresses, for as long as it has a state directory. */
async function claimNetwork(lab: BringUp): Promise<LabNetwork> {
  const recorded = readLab(lab.stateDir)?.prefix;
  if (recorded && lab.prefix && recorded !== lab.prefix) {
    throw new LabError(`lab "${lab.name}" has the addresses ${recorded}.0/24 already: take it down first`);
  }
  const taken = await takenRanges();
  const prefix = recorded ?? lab.prefix ?? pickPrefix(lab.name, taken);
  if (!prefix) throw new LabError('no free private /24 address range is left on this machine');
  const network = networkOf(prefix);
  if (!recorded) assertRangeIsFree(network, taken);
  await register({ name: lab.name, stateDir: lab.stateDir, prefix });
  await writeLab(lab.stateDir, { name: lab.name, prefix });
  await createBridge(network);
  return network;
}

export interface NewServer {
  stateDir: string;
  index: number;
  hostname: string;
  suite: Suite;
  memory: string | null;
  network: LabNetwork;
  mirror: Mirror;
  log: (line: string) => void;
}

/** Makes a server's disk, once; a half-made one is begun anew. */
export async function prepareServer(server: NewServer): Promise<void> {
  const { stateDir, index, hostname, suite, memory, network, mirror, log } = server;
  if (readServer(stateDir, index)) return;
  const base = await ensureBase(suite, mirror, log);
  const dir = serverDir(stateDir, index);
  await eraseDisk(dir);
  const root = await mountDisk(dir, base, serverNames(network, index).machine);
  await writeIdentity({ root, hostname, suite, network, mirror, publicKey: `${keyFile(stateDir)}.pub` });
  await writeServer(stateDir, index, { suite, base, memory });
}
