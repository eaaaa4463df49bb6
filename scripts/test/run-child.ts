import { spawn } from 'node:child_process';
import { ROOT } from '../services/paths';

/** Runs a command of ours in the foreground, its output ours; answers its exit code (1 when a signal ended it). */
export function runChild(args: string[], env: NodeJS.ProcessEnv = {}): Promise<number> {
  const child = spawn(process.execPath, args, {
    cwd: ROOT,
    env: { ...process.env, ...env },
    stdio: 'inherit',
  });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => resolve(code ?? 1));
  });
}
