import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { execa } from 'execa';
import { cacheDirectory } from '../../../scripts/services/paths';

const VERSIONS = { pyinfra: '3.10', 'ansible-core': '2.19.0' };
const INSTALL_MS = 180_000;

/** Where pyinfra and Ansible lie; or why they are missing. */
export type PythonPeers = { bin: string } | { missing: string };

/** Installs them from PyPI once, into a virtual environment in the cache directory. */
export async function pythonPeers(): Promise<PythonPeers> {
  const directory = path.join(cacheDirectory(), 'bench-peers');
  const bin = path.join(directory, 'bin');
  if (existsSync(path.join(bin, 'pyinfra')) && existsSync(path.join(bin, 'ansible-playbook'))) return { bin };
  const packages = Object.entries(VERSIONS).map(([name, version]) => `${name}==${version}`);
  try {
    await mkdir(directory, { recursive: true });
    await execa('python3', ['-m', 'venv', directory]);
    await execa(path.join(bin, 'pip'), ['install', '--quiet', ...packages], { timeout: INSTALL_MS });
    return { bin };
  } catch {
    return { missing: 'pyinfra and Ansible are missing: they could not be installed from PyPI.' };
  }
}
