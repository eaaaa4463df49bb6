import { readFileSync } from 'node:fs';
import { release } from 'node:os';
import { cgroupRoots } from './host/cgroup';
import { succeeds, which } from './host/run';
import { missingTools } from './host/tools';

export type LabSupport = { supported: true } | { supported: false; reason: string };

/** Can this machine host servers? The reason is one sentence for a person. Changes nothing. */
export async function labSupport(): Promise<LabSupport> {
  for (const find of [platform, root, kernel, controlGroups, overlay, tools]) {
    const reason = await find();
    if (reason) return { supported: false, reason };
  }
  return { supported: true };
}

type Reason = string | undefined;

function platform(): Reason {
  return process.platform === 'linux'
    ? undefined
    : `practice servers need Linux, and this is ${process.platform}`;
}

const CAP_NET_ADMIN = 12n;
const CAP_SYS_ADMIN = 21n;

/** May this process touch servers at all? */
export const isRoot = () => process.getuid?.() === 0;

function root(): Reason {
  if (!isRoot()) return 'practice servers need root: namespaces, mounts and a bridge are made for them';
  const effective = readFileSync('/proc/self/status', 'utf8').match(/^CapEff:\s*([0-9a-f]+)/m)?.[1] ?? '0';
  const has = (capability: bigint) => ((BigInt(`0x${effective}`) >> capability) & 1n) === 1n;
  if (has(CAP_NET_ADMIN) && has(CAP_SYS_ADMIN)) return undefined;
  return 'this root may not mount or make networks: it seems to live in an unprivileged container';
}

function kernel(): Reason {
  const [major = 0, minor = 0] = release().split('.').map(Number);
  const enough = major > 5 || (major === 5 && minor >= 14);
  return enough ? undefined : `practice servers need Linux 5.14 (cgroup.kill), and this is ${release()}`;
}

async function controlGroups(): Promise<Reason> {
  const [dir] = cgroupRoots();
  if (!dir) return 'no cgroup2 is mounted on this machine';
  return (await succeeds('test', ['-w', dir])) ? undefined : `cgroup2 is mounted read-only at ${dir}`;
}

async function overlay(): Promise<Reason> {
  const known = () => /\toverlay$/m.test(readFileSync('/proc/filesystems', 'utf8'));
  if (known() || (await succeeds('modprobe', ['overlay'])) || known()) return undefined;
  return 'this kernel has no overlayfs';
}

async function tools(): Promise<Reason> {
  const missing = await missingTools();
  if (missing.length === 0 || (await which('apt-get'))) return undefined;
  return `these packages are missing, and there is no apt-get to install them: ${missing.join(' ')}`;
}
