import { rm } from 'node:fs/promises';
import { removeBridge } from './host/bridge';
import { removeCable } from './host/cable';
import { killGroup, removeGroup } from './host/cgroup';
import { removeFirewall } from './host/firewall';
import { stopProxy } from './host/proxy';
import { run } from './host/run';
import { serverDir, serverNumbers } from './lab-record';
import { serverNames } from './network';
import type { LabNetwork } from './network';
import { unregister, withMachineLock } from './registry';
import { unmountDisk } from './server/disk';

export interface TearDown {
  name: string;
  stateDir: string;
  network: LabNetwork;
}

/** Ends one server and takes away what the kernel holds of it; its disk stays. */
export async function stopServer({ stateDir, network }: TearDown, index: number): Promise<void> {
  const names = serverNames(network, index);
  const group = `${network.bridge}/${index}`;
  await killGroup(group);
  await removeGroup(group);
  await removeCable(names);
  await unmountDisk(serverDir(stateDir, index));
  for (const kind of ['propagate', 'unix-export']) {
    await rm(`/run/systemd/nspawn/${kind}/${names.machine}`, { recursive: true, force: true });
  }
}

/** Ends one server and destroys its disk. */
export async function destroyServer(lab: TearDown, index: number): Promise<void> {
  await stopServer(lab, index);
  await run('rm', ['-rf', '--one-file-system', serverDir(lab.stateDir, index)]);
}

/** Ends every server and takes away everything outside the state directory. Works on what a restart has left, too. */
export async function stopLab(lab: TearDown): Promise<void> {
  await Promise.all(serverNumbers(lab.stateDir).map((index) => stopServer(lab, index)));
  await stopProxy(lab.network);
  await removeGroup(lab.network.bridge);
  await removeFirewall(lab.network);
  await removeBridge(lab.network);
  await withMachineLock(() => unregister(lab.name));
}
