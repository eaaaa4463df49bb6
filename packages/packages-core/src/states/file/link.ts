import { sh } from '../../dsl/sh';
import type { State } from '../../dsl/state';
import { assertPath, identifier } from './paths';

export interface LinkOptions {
  /** Where it points to: an absolute path, or one relative to the link's directory. It need not exist. */
  to: string;
  /** The link's own `user:group`; left as it is when left out. */
  owner?: string;
}

/**
 * A symbolic link points there. It is replaced by a rename, so that it is never missing. A file or directory in its place is not touched:
 * the state fails, in the preview already.
 */
export function link(path: string, { to, owner = '' }: LinkOptions): State {
  assertPath(path);
  if (to === '' || /[\0\n]/.test(to)) throw new Error(`Not the target of a link: ${to}`);
  return {
    id: `link_${identifier(path)}`,
    label: `${path} points to ${to}`,
    action: `Point ${path} to ${to}`,
    check: sh`mp_is_link ${path} ${to} ${owner}`.displayAs(`readlink ${path}`),
    apply: sh`mp_link ${path} ${to} ${owner}`.displayAs(`ln -sfn ${to} ${path}`),
    preview: sh`
      obstacle=$(mp_link_obstacle ${path})
      [ -z "$obstacle" ] || mp_finding blocked "$obstacle"
    `.displayAs(`look for ${path}`),
    observe: sh`mp_observe_link ${path}`.displayAs(`readlink ${path}`),
    capture: sh`mp_capture_link ${path}`.displayAs(`readlink ${path}`),
    undo: sh`mp_restore_link ${path} ${to}`.displayAs(`point ${path} to what it pointed to`),
    listLeftovers: sh`if mp_is_link ${path} ${to} ''; then echo ${`the link ${path}`}; fi`,
    result: `${path} points to ${to}`,
    writes: path,
    owns: true,
    idempotent: true,
  };
}

/** The link that `link` made is gone, or points again to what it pointed to before. One that points elsewhere by now stays. */
export function linkOriginal(path: string): State {
  assertPath(path);
  return {
    id: `link_original_${identifier(path)}`,
    label: `The link ${path} is what it was before, or gone`,
    action: `Restore the link ${path}, or remove it`,
    check: sh`mp_is_link_original ${path}`.displayAs(`readlink ${path}`),
    apply: sh`mp_link_back ${path}`.displayAs(`point ${path} to what it pointed to before, or rm ${path}`),
    observe: sh`mp_observe_link ${path}`.displayAs(`readlink ${path}`),
    capture: sh`mp_capture_link ${path}`.displayAs(`readlink ${path}`),
    undo: sh`mp_undo_link_back ${path}`.displayAs(`point ${path} to what it pointed to`),
    leftoverLabel: `the link ${path}`,
    result: `The link ${path} is removed or restored`,
    writes: path,
    idempotent: true,
  };
}
