import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { ROOT } from '../../scripts/services/paths';

/** The real `npm run owner-link`: its exit code, and what it printed. */
export async function runOwnerLink(
  args: string[],
  databaseUrl = '',
): Promise<{ code: number; text: string }> {
  const script = path.join(ROOT, 'scripts/owner-link.mjs');
  const env = { ...process.env, DATABASE_URL: databaseUrl };
  try {
    const { stdout } = await promisify(execFile)(process.execPath, [script, ...args], { env });
    return { code: 0, text: stdout };
  } catch (error) {
    const { code, stderr } = error as { code: number; stderr: string };
    return { code, text: stderr };
  }
}
