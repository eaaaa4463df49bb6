import { sh } from '../../dsl/sh';
import type { State } from '../../dsl/state';
import { assertPath } from '../file/paths';

/** A default site's directory is gone, unless somebody put files of their own there. */
export function documentRootRemoved(directory: string): State {
  assertPath(directory);
  return {
    id: 'document_root_removed',
    label: `${directory} is gone, or holds files of yours`,
    action: `Remove ${directory} if it is empty`,
    check: sh`
      [ -d ${directory} ] || exit 0
      [ -n "$(ls -A ${directory})" ]
    `.displayAs(`ls -A ${directory}`),
    apply: sh`rmdir ${directory}`,
    capture: sh`stat -c '%a %U %G' ${directory}`,
    undo: sh`
      read -r mode owner group <"$MP_CAPTURE_FILE" || exit
      [ -d ${directory} ] || install -d -m "$mode" -o "$owner" -g "$group" ${directory}
    `.displayAs(`make ${directory} again`),
    leftoverLabel: `the directory ${directory}`,
    result: `${directory} is removed unless it holds files of yours`,
    idempotent: true,
  };
}
