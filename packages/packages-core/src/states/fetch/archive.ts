import { sh } from '../../dsl/sh';
import type { State } from '../../dsl/state';
import { assertPath, assertRemovable, identifier } from '../file/paths';

export interface ExtractedOptions {
  /** The directory, which must not be there yet. One for each version, with a link to the one in use, lets an undo go back. */
  to: string;
  /** Leading directories of the names in the archive that are left out; 0 when left out. */
  strip?: number;
  /** `user:group` of all files; `root:root` when left out. */
  owner?: string;
}

/**
 * The files of an archive (tar, however compressed, or zip) that is on the server are in a directory, all of them or none. Whatever else is at that
 * place is not touched: it fails then. Undone, the directory goes, unless something was changed in it since.
 */
export function extracted(archive: string, { to, strip = 0, owner = 'root:root' }: ExtractedOptions): State {
  assertPath(archive);
  assertRemovable(to);
  if (!Number.isInteger(strip) || strip < 0) throw new Error(`Not a number of directories: ${strip}`);
  return {
    id: `extracted_${identifier(to)}`,
    label: `${to} holds the files of ${archive}`,
    action: `Extract ${archive} to ${to}`,
    check: sh`mp_is_extracted ${archive} ${to}`.displayAs(`compare ${to} with the digest of ${archive}`),
    apply: sh`mp_extract ${archive} ${to} ${strip} ${owner}`.displayAs(
      `tar -xf ${archive} -C ${to}${strip > 0 ? ` --strip-components=${strip}` : ''}`,
    ),
    preview: sh`
      obstacle=$(mp_extract_obstacle ${archive} ${to})
      [ -z "$obstacle" ] || mp_finding blocked "$obstacle"
    `.displayAs(`look for ${to}`),
    capture: sh`if [ -e ${to} ]; then echo there; else echo absent; fi`.displayAs(`look for ${to}`),
    undo: sh`mp_remove_extracted ${to}`.displayAs(`rm -r ${to} if it was not there`),
    listLeftovers: sh`
      read -r former <"$MP_CAPTURE_FILE" || :
      if [ "$former" != there ] && [ -d ${to} ]; then echo ${`the directory ${to}`}; fi
    `,
    result: `${archive} is extracted to ${to}`,
    idempotent: true,
  };
}
