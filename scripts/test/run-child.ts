import { execa } from 'execa';
import { ROOT } from '../services/paths';

/** Runs a command of ours in the foreground, its output ours; answers its exit code (1 when a signal ended it). */
export async function runChild(args: string[], env: NodeJS.ProcessEnv = {}): Promise<number> {
  const options = { cwd: ROOT, env, stdio: 'inherit', reject: false } as const;
  const { exitCode = 1 } = await execa(process.execPath, args, options);
  return exitCode;
}
