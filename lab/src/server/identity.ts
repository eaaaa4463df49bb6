import { randomUUID } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { sourcesList } from '../host/mirror';
import type { Mirror } from '../host/mirror';
import { proxyUrl } from '../host/proxy';
import { run } from '../host/run';
import type { LabNetwork } from '../network';
import type { Suite } from '../suite';

export interface Identity {
  /** The mounted root. */
  root: string;
  hostname: string;
  suite: Suite;
  network: LabNetwork;
  mirror: Mirror;
  /** The lab's public key file: who may log in as root. */
  publicKey: string;
}

/** Makes a clone of the base a machine of its own: names, ids, host keys, who may log in, where apt fetches from. */
export async function writeIdentity(identity: Identity): Promise<void> {
  const { root, hostname, suite, network, mirror, publicKey } = identity;
  const write = (path: string, text: string, mode?: number) => writeFile(join(root, path), text, { mode });
  await write('etc/hostname', `${hostname}\n`);
  await write('etc/hosts', `127.0.0.1\tlocalhost\n127.0.1.1\t${hostname}\n::1\tlocalhost ip6-localhost\n`);
  await write('etc/machine-id', `${randomUUID().replaceAll('-', '')}\n`);
  // Nobody answers there, so look-ups fail at once and not after 10 s.
  await write('etc/resolv.conf', `nameserver ${network.gateway}\n`);
  await write('etc/apt/sources.list', sourcesList(mirror, suite));
  await write('etc/apt/apt.conf.d/01lab', await aptConf(network));
  await write('root/.ssh/authorized_keys', await readFile(publicKey, 'utf8'), 0o600);
  for (const type of ['ed25519', 'ecdsa']) {
    const file = join(root, `etc/ssh/ssh_host_${type}_key`);
    await run('ssh-keygen', ['-q', '-t', type, '-N', '', '-C', `root@${hostname}`, '-f', file]);
  }
}

/** The proxy, and this machine's own tolerance for a mirror whose dates do not fit the clock. */
async function aptConf(network: LabNetwork): Promise<string> {
  const lines = [
    `Acquire::http::Proxy "${proxyUrl(network)}";`,
    `Acquire::https::Proxy "${proxyUrl(network)}";`,
  ];
  const options = ['Acquire::Check-Valid-Until', 'Acquire::Check-Date'];
  const host = await run('apt-config', ['dump', '--format', '%f "%v";%n', ...options]).catch(() => '');
  return `${[...lines, host].join('\n')}\n`;
}
