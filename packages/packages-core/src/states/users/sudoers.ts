import { sh } from '../../dsl/sh';
import type { State } from '../../dsl/state';
import { original } from '../file/files';
import { written, writtenOriginal } from '../file/written';

/** What `visudo` says is no fault of the file where sudo is not there. */
const VALIDATE = sh`
  command -v visudo >/dev/null || { echo 'sudo is not installed: without visudo the rules cannot be checked.'; exit 1; }
  complaint=$(visudo -cf "$new" 2>&1) || { printf '%s\\n' "$complaint"; exit 1; }
`.displayAs('visudo -c');

/** Rules of sudo, `/etc/sudoers.d/NAME`, mode 0440. What `visudo -c` refuses is not written. Remove them before their user goes. */
export function sudoers(name: string, text: string): State {
  return written(fileOf(name), text, {
    id: `sudoers_${identifier(name)}`,
    label: `sudo has the rules “${name}”`,
    action: `Write the rules “${name}” of sudo`,
    mode: '0440',
    validate: VALIDATE,
  });
}

/** The rules that `sudoers` wrote are gone, or what was there before is there again. */
export function sudoersAbsent(name: string): State {
  return writtenOriginal(original(fileOf(name)), {
    id: `sudoers_absent_${identifier(name)}`,
    label: `sudo has no rules “${name}”`,
    action: `Delete the rules “${name}” of sudo`,
  });
}

const identifier = (name: string) => name.toLowerCase().replaceAll('-', '_');

/** sudo leaves out files with a dot in their name, and those that end in `~`. */
function fileOf(name: string): string {
  if (!/^[A-Za-z0-9][A-Za-z0-9_-]*$/.test(name)) throw new Error(`Not the name of a file of sudo: ${name}`);
  return `/etc/sudoers.d/${name}`;
}
