import { sh } from '../../dsl/sh';
import type { State } from '../../dsl/state';
import { assertUser } from './names';

export interface UserOptions {
  /** `/home/NAME` when left out; made if it is missing. */
  home?: string;
  /** `/bin/bash` when left out. */
  shell?: string;
  /** A system user: an id below 1000. */
  system?: boolean;
}

/** A user of this name is there, with this home and shell. A user that was there before keeps its id and groups. */
export function exists(
  name: string,
  { home = `/home/${name}`, shell = '/bin/bash', system = false }: UserOptions = {},
): State {
  assertUser(name);
  return {
    id: `user_${name.replaceAll('-', '_')}`,
    label: `The user ${name} exists`,
    action: `Create the user ${name}`,
    check: sh`
      [ "$(getent passwd ${name} | cut -d: -f6,7)" = ${`${home}:${shell}`} ]
    `.displayAs(`getent passwd ${name}`),
    apply: sh`
      if getent passwd ${name} >/dev/null; then
        usermod --home ${home} --shell ${shell} ${name}
      else
        useradd ${system ? ['--system'] : []} --create-home --home-dir ${home} --shell ${shell} ${name}
      fi
    `,
    capture: sh`
      if getent passwd ${name} >/dev/null; then
        echo "there:$(getent passwd ${name} | cut -d: -f6,7)"
      elif [ -e ${home} ]; then echo 'absent:home'; else echo absent; fi
    `.displayAs(`getent passwd ${name}`),
    undo: sh`
      IFS=: read -r former home shell <"$MP_CAPTURE_FILE" || exit
      now=$(getent passwd ${name} | cut -d: -f6,7)
      case $former in
        there) [ "$now" = "$home:$shell" ] || usermod --home "$home" --shell "$shell" ${name} ;;
        absent)
          [ -z "$now" ] || userdel ${name} || exit
          if [ -n "$home" ] || ! [ -d ${home} ]; then exit 0; fi
          if diff -r /etc/skel ${home} >/dev/null; then rm -rf --one-file-system -- ${home}
          else echo ${`${home} is no longer as it was made: it stays.`}; fi ;;
      esac
    `.displayAs(`remove ${name} if it was not there before`),
    result: `The user ${name} exists`,
    idempotent: true,
  };
}

export type AbsentUserOptions =
  | { home?: 'keep' }
  | {
      home: 'remove';
      /** What is lost with the home, in a sentence. */
      destructive: string;
    };

/**
 * No user has this name. While processes of the user run it fails and names them. The files in the home belong to a number from then on,
 * unless they go as well. Undone, the user is there again with its number, groups and password; a home that was removed is not.
 */
export function absent(name: string, options: AbsentUserOptions = {}): State {
  assertUser(name);
  if (name === 'root') throw new Error('root stays.');
  const remove = options.home === 'remove';
  return {
    id: `user_absent_${name.replaceAll('-', '_')}`,
    label: `There is no user ${name}`,
    action: remove ? `Delete the user ${name} with its home` : `Delete the user ${name}; keep its home`,
    check: sh`mp_no_user ${name}`.displayAs(`getent passwd ${name}`),
    apply: sh`mp_delete_user ${name} ${remove ? 'remove' : 'keep'}`.displayAs(
      remove ? `userdel ${name}, rm -r its home` : `userdel ${name}`,
    ),
    preview: sh`
      busy=$(mp_busy_user ${name})
      [ -z "$busy" ] || mp_finding warns "$busy"
    `.displayAs(`ps -u ${name}`),
    capture: sh`mp_capture_user ${name}`.displayAs(`getent passwd ${name}`),
    undo: sh`mp_restore_user ${name}`.displayAs(`create ${name} again if it was there`),
    ...(options.home === 'remove' && { destructive: options.destructive }),
    leftoverLabel: `the user ${name}`,
    result: `The user ${name} is deleted`,
    idempotent: true,
  };
}
