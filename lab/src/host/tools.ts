import { existsSync } from 'node:fs';
import { LabError } from '../lab-error';
import { run, which } from './run';

/** Debian's names for what the lab runs: program (or file) → package. */
const TOOLS: Record<string, string> = {
  debootstrap: 'debootstrap',
  'systemd-nspawn': 'systemd-container',
  iptables: 'iptables',
  tinyproxy: 'tinyproxy',
  ssh: 'openssh-client',
  'ssh-keygen': 'openssh-client',
  ip: 'iproute2',
  flock: 'util-linux',
  nsenter: 'util-linux',
  '/usr/share/keyrings/debian-archive-keyring.gpg': 'debian-archive-keyring',
};

/** The packages that are not installed on this host yet. */
export async function missingTools(): Promise<string[]> {
  const missing = new Set<string>();
  for (const [program, name] of Object.entries(TOOLS)) {
    const found = program.startsWith('/') ? existsSync(program) : await which(program);
    if (!found) missing.add(name);
  }
  return [...missing];
}

/**
 * Installs what is missing, on Debian and Ubuntu.
 * @throws LabError naming the packages where there is no apt-get or it fails.
 */
export async function installTools(log: (line: string) => void): Promise<void> {
  await installPackages(await missingTools(), log);
}

/** The same for these packages of Debian. */
export async function installPackages(
  missing: readonly string[],
  log: (line: string) => void,
): Promise<void> {
  if (missing.length === 0) return;
  const list = missing.join(' ');
  if (!(await which('apt-get'))) throw new LabError(`install these packages first: ${list}`);
  log(`installing on this machine: ${list}`);
  const apt = ['-q', '-o', 'DPkg::Lock::Timeout=300'];
  const env = { DEBIAN_FRONTEND: 'noninteractive' };
  await run('apt-get', [...apt, 'update'], { env });
  await run('apt-get', [...apt, 'install', '-y', '--no-install-recommends', ...missing], { env });
  // Ours listens on a bridge's address alone; the packaged service would listen on every address.
  if (missing.includes('tinyproxy') && existsSync('/run/systemd/system')) {
    await run('systemctl', ['disable', '--now', 'tinyproxy']);
  }
}
