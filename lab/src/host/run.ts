import { execa, ExecaError } from 'execa';
import { LabError } from '../lab-error';

const PATH = `${process.env.PATH ?? ''}:/usr/local/sbin:/usr/sbin:/sbin:/usr/bin:/bin`;

export interface RunOptions {
  input?: string;
  cwd?: string;
  env?: Record<string, string>;
  /** Gets stdout and stderr, which then nobody else gets. */
  logFile?: string;
}

/**
 * Runs a host command and answers its stdout, trimmed.
 * @throws LabError with the command's last line of complaint when it fails or is not there.
 */
export async function run(command: string, args: string[], options: RunOptions = {}): Promise<string> {
  try {
    const { input = '', cwd = '/', env, logFile } = options;
    const output = logFile ? { file: logFile } : 'pipe';
    const done = await execa(command, args, {
      input,
      cwd,
      stdout: output,
      stderr: output,
      env: { ...env, PATH },
    });
    return String(done.stdout ?? '');
  } catch (error) {
    throw new LabError(complaint(command, args, error));
  }
}

/** Does the command end with 0? Its output is dropped. */
export async function succeeds(command: string, args: string[]): Promise<boolean> {
  const done = await execa(command, args, { reject: false, stdio: 'ignore', env: { PATH } });
  return !done.failed;
}

/** The program's absolute path, or undefined; looks into the sbin directories too. */
export async function which(program: string): Promise<string | undefined> {
  const done = await execa('sh', ['-c', 'command -v "$1"', 'sh', program], { reject: false, env: { PATH } });
  return done.exitCode === 0 ? done.stdout : undefined;
}

function complaint(command: string, args: string[], error: unknown): string {
  if (!(error instanceof ExecaError)) return String(error);
  if (error.code === 'ENOENT') return `the program ${command} is missing on this machine`;
  const last = String(error.stderr ?? '')
    .trim()
    .split('\n')
    .at(-1);
  return `"${[command, ...args].join(' ')}" failed: ${last || error.shortMessage}`;
}
