import { existsSync } from 'node:fs';
import { execa } from 'execa';
import { Problem } from '../services/problem';

/** Installs Debian packages, where we are root on Debian or Ubuntu; a Problem that names them elsewhere. */
export async function installDebianPackages(packages: string[], tell: (line: string) => void): Promise<void> {
  if (packages.length === 0) return;
  const list = packages.join(' ');
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) {
    throw new Problem(
      'packages_missing',
      `these programs are missing, and only root on Debian can install them: ${list}`,
    );
  }
  tell(`Installing on this machine: ${list}`);
  const env = { DEBIAN_FRONTEND: 'noninteractive' };
  const apt = ['-q', '-o', 'DPkg::Lock::Timeout=300'];
  await execa('apt-get', [...apt, 'update'], { env });
  await execa('apt-get', [...apt, 'install', '-y', '--no-install-recommends', ...packages], { env });
}
