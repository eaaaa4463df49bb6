import { sh } from '../../dsl/sh';
import type { State } from '../../dsl/state';
import { assertRemovable, identifier } from './paths';

/**
 * Of the entries of a directory the newest `keep` stay, by their names: as numbers and dates in them are ordered, `9` before `10`. What a
 * symbolic link beside the directory (or in it) points to stays as well, so that the release in use is never removed.
 */
export function newest(directory: string, { keep }: { keep: number }): State {
  assertRemovable(directory);
  if (!Number.isInteger(keep) || keep < 1) throw new Error(`Keep one at least, not ${keep}.`);
  const removable = sh`mp_older_entries ${directory} ${keep}`;
  return {
    id: `newest_${identifier(directory)}`,
    label: `${directory} holds the newest ${keep}, and what is in use`,
    action: `Remove all but the newest ${keep} of ${directory}`,
    check: sh`
      older=$(${removable}) || exit
      [ -z "$older" ]
    `.displayAs(`ls ${directory}`),
    apply: sh`mp_remove_older_entries ${directory} ${keep}`.displayAs(
      `rm -r all but the newest ${keep} of ${directory}`,
    ),
    losses: removable.displayAs(`ls ${directory}`),
    noUndoReason: 'What is removed there is not kept.',
    leftoverLabel: `older entries of ${directory}`,
    result: `Older entries of ${directory} are removed`,
    idempotent: true,
  };
}
