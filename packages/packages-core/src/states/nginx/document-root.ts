import { sh } from '../../dsl/sh';
import type { State } from '../../dsl/state';
import { DOCUMENT_ROOT } from './paths';

/** The default site's directory is gone, unless somebody put files of their own there. */
export function documentRootRemoved(): State {
  return {
    id: 'document_root_removed',
    label: `${DOCUMENT_ROOT} is gone, or holds files of yours`,
    action: `Remove ${DOCUMENT_ROOT} if it is empty`,
    check: sh`
      [ -d ${DOCUMENT_ROOT} ] || exit 0
      [ -n "$(ls -A ${DOCUMENT_ROOT})" ]
    `.displayAs(`ls -A ${DOCUMENT_ROOT}`),
    apply: sh`rmdir ${DOCUMENT_ROOT}`,
    capture: sh`stat -c '%a %U %G' ${DOCUMENT_ROOT}`,
    undo: sh`
      read -r mode owner group <"$MP_CAPTURE_FILE" || exit
      [ -d ${DOCUMENT_ROOT} ] || install -d -m "$mode" -o "$owner" -g "$group" ${DOCUMENT_ROOT}
    `.displayAs(`make ${DOCUMENT_ROOT} again`),
    leftoverLabel: `the directory ${DOCUMENT_ROOT}`,
    result: `${DOCUMENT_ROOT} is removed unless it holds files of yours`,
    idempotent: true,
  };
}
