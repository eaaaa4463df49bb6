import { execa } from 'execa';
import { ROOT } from '../services/paths';

export interface Check {
  name: string;
  command: string[];
}

/** Everything but the tests, each by its npm script, so that it can be run alone just so. */
export async function checks(): Promise<Check[]> {
  const scripts = ['format:check', 'lint', 'spelling', 'commits', 'typecheck', 'imports', 'unused'];
  const npm = scripts.map((name) => ({ name, command: ['npm', 'run', '--silent', name] }));
  const shell = await shellScripts();
  if (shell.length === 0) return npm;
  // The supervisor is one script in parts: a part alone looks as if half of it were missing.
  const alone = shell.filter((file) => !file.startsWith(SUPERVISOR));
  const supervisor = ['sh', '-c', `cat ${SUPERVISOR}*.sh | shellcheck --shell=sh -`];
  return [
    ...npm,
    { name: 'shellcheck', command: ['shellcheck', ...alone] },
    { name: 'supervisor', command: supervisor },
  ];
}

const SUPERVISOR = 'packages/packages-core/src/ssh/supervisor/script/';

/** All that git knows of, new files included; none where shellcheck is not installed. */
async function shellScripts(): Promise<string[]> {
  if ((await execa('shellcheck', ['--version'], { reject: false })).failed) {
    console.log('  – shellcheck is not installed: skipped');
    return [];
  }
  const patterns = ['*.sh', '.ci/run'];
  const list = ['ls-files', '-z', '--cached', '--others', '--exclude-standard', ...patterns];
  const { stdout } = await execa('git', list, { cwd: ROOT });
  return stdout.split('\0').filter(Boolean);
}
