import type { Command } from '../../dsl/sh';
import { sh } from '../../dsl/sh';

/** Earlier versions of Milepost kept a stranger's file so. */
const legacyBackup = (path: string): string => `${path}.before-milepost`;

/** Sets "copy" to where the file is kept that Milepost replaced, with "mode" and "owner" that it had; "copy" is empty where there is none. */
export const findBackup = (path: string): Command => sh`
  copy='' mode='' owner=''
  while read -r kind found_mode found_owner _ found; do
    if [ "$kind" = copy ] && [ -z "$copy" ] && [ -f "$found" ]; then copy=$found mode=$found_mode owner=$found_owner; fi
  done <<end
  $(cat "$mp_record" 2>/dev/null)
  end
  if [ -z "$copy" ] && [ -f ${legacyBackup(path)} ]; then
    copy=${legacyBackup(path)} mode=$(stat -c %a ${legacyBackup(path)}) owner=$(stat -c %u:%g ${legacyBackup(path)})
  fi
`;
