import type { Command } from '../../dsl/sh';
import { sh } from '../../dsl/sh';

export interface Replacement {
  mode: string;
  owner: string;
  /** A file that is there already keeps its own mode and owner. */
  keepAccess?: boolean;
  /** The file may hold a secret: a copy of what was there is then for its owner alone. */
  secret?: boolean;
  /** Runs when the new content is in "$new", before anything is changed. May end the script with "mp_end CODE". */
  before?: Command;
}

/**
 * Replaces a file by what `print` prints, by rename, behind symbolic links. A copy of what Milepost did not write is kept first. Ends the
 * script where the file cannot be written.
 */
export function replaceFile(path: string, print: Command, how: Replacement | 'as before'): Command {
  const { secret = false, before = sh`:` } = how === 'as before' ? {} : how;
  const access =
    how === 'as before' ? ['as-before'] : [...(how.keepAccess ? ['as-before'] : []), how.mode, how.owner];
  return sh`
    mp_begin_replacement ${path}
    ${print} >"$new" && mp_set_access ${access} && sync "$new" || mp_end 1
    mp_classify
    ${before}
    mp_replace ${secret ? '1' : ''}
  `;
}

/** Prints the file as it is now, with its mode, owner and record, for `restoreFile`. A file that cannot be written is not to be touched either. */
export function captureFile(path: string): Command {
  return sh`mp_capture_file ${path}`.displayAs(`keep ${path} as it is`);
}

/** Puts back what `captureFile` printed. Ends the script. */
export function restoreFile(path: string): Command {
  return sh`mp_restore_file ${path} "$MP_CAPTURE_FILE"`.displayAs(`put ${path} back as it was`);
}

/** Ends the script where `validate` refuses what is about to be written. */
export function refusal(validate: Command): Command {
  return sh`( ${validate} ) >&2 || mp_end 4`;
}
