import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { LabNetwork } from '../network';
import { RUN_DIR } from '../paths';
import { isPopulated, killGroup, removeGroup } from './cgroup';
import { startDetached } from './detached';
import { mirrorHosts } from './mirror';
import type { Mirror } from './mirror';
import { which } from './run';

const PORT = 3142;

export const proxyUrl = (network: LabNetwork) => `http://${network.gateway}:${PORT}`;

const proxyGroup = (network: LabNetwork) => `${network.bridge}/proxy`;
const proxyDir = (network: LabNetwork) => join(RUN_DIR, network.bridge);

/** tinyproxy's configuration: on the bridge's address alone, for the lab's servers alone, to the mirror alone. */
export function proxyConfig(network: LabNetwork, mirror: Mirror): string {
  const https = mirror.archive.startsWith('https:');
  return [
    'User nobody',
    'Group nogroup',
    `Listen ${network.gateway}`,
    `Port ${PORT}`,
    `Allow ${network.subnet}`,
    'MaxClients 400',
    'Timeout 120',
    `Filter "${join(proxyDir(network), 'allow')}"`,
    'FilterType ere',
    'FilterDefaultDeny Yes',
    `ConnectPort ${https ? 443 : 0}`,
    'DisableViaHeader Yes',
    'LogLevel Notice',
    '',
  ].join('\n');
}

/** One anchored pattern a host. */
export function proxyAllow(mirror: Mirror): string {
  return mirrorHosts(mirror)
    .map((host) => `^${host.replaceAll('.', '\\.')}$\n`)
    .join('');
}

/** Starts the lab's apt proxy; does nothing when it runs. */
export async function startProxy(network: LabNetwork, mirror: Mirror): Promise<void> {
  if (isPopulated(proxyGroup(network))) return;
  const dir = proxyDir(network);
  await mkdir(dir, { recursive: true });
  await writeFile(join(dir, 'allow'), proxyAllow(mirror));
  await writeFile(join(dir, 'conf'), proxyConfig(network, mirror));
  await startDetached({
    group: proxyGroup(network),
    command: [(await which('tinyproxy')) ?? 'tinyproxy', '-d', '-c', join(dir, 'conf')],
    logFile: join(dir, 'log'),
  });
}

export async function stopProxy(network: LabNetwork): Promise<void> {
  await killGroup(proxyGroup(network));
  await removeGroup(proxyGroup(network));
  await rm(proxyDir(network), { recursive: true, force: true });
}
