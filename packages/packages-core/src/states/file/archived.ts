import { path } from '../../dsl/values/path';
import type { Path } from '../../dsl/values/path';
import { sh } from '../../dsl/sh';
import type { Command } from '../../dsl/sh';
import type { State } from '../../dsl/state';
import { assertPath, identifier } from './paths';

export interface ArchivedOptions {
  /** A file of its own for each archive, `….tar.gz`. */
  to: Path | string;
  /** Exit 0: there is nothing that would have to be kept. */
  unless?: Command;
}

/** All of a directory is in this tar file, for root alone. There is nothing to archive where the directory is not there. */
export function archived(directory: string, { to, unless }: ArchivedOptions): State {
  assertPath(directory);
  const archive = path`${to}`;
  return {
    id: `archived_${identifier(directory)}`,
    label: `${directory} is archived in ${archive.shown}`,
    action: `Archive ${directory} in ${archive.shown}`,
    check: sh`
      ${unless ? sh`if ${unless}; then exit 0; fi` : sh`:`}
      mp_is_archived ${directory} ${archive} || exit 1
    `.displayAs(`look for ${archive.shown}`),
    apply: sh`mp_archive ${directory} ${archive}`.displayAs(`tar -czf ${archive.shown} ${directory}`),
    preview: sh`mp_warn_of_archive ${directory} ${archive}`.displayAs(`du ${directory}, df`),
    noUndoReason: 'An archive harms nobody, and may be all that is left.',
    leftoverLabel: `the missing archive of ${directory}`,
    result: `${directory} is archived in ${archive.shown}`,
    idempotent: true,
  };
}
