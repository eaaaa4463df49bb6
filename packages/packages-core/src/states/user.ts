import { sh } from '../dsl/sh';
import type { State } from '../dsl/state';

export interface UserOptions {
  /** `/home/NAME` when left out; made if it is missing. */
  home?: string;
  /** `/bin/bash` when left out. */
  shell?: string;
  /** A system user: an id below 1000. */
  system?: boolean;
}

/** A user of this name is there, with this home and shell. A user that was there before keeps its id and groups. */
export function present(
  name: string,
  { home = `/home/${name}`, shell = '/bin/bash', system = false }: UserOptions = {},
): State {
  if (!/^[a-z_][a-z0-9_-]{0,31}$/.test(name)) throw new Error(`Not the name of a user: ${name}`);
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
    idempotent: true,
  };
}
