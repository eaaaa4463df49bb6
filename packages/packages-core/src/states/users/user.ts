import { sh } from '../../dsl/sh';
import type { Assertion, State } from '../../dsl/state';
import { assertion } from '../assertion';
import { precondition } from '../precondition';
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
        mp_make_user ${name} ${home} ${shell} ${system ? ['--system'] : []}
      fi
    `.displayAs(
      `useradd ${system ? '--system ' : ''}--create-home --home-dir ${home} --shell ${shell} ${name}`,
    ),
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
          mp_forget_user ${name}
          if [ -n "$home" ] || ! [ -d ${home} ]; then exit 0; fi
          if diff -r /etc/skel ${home} >/dev/null; then rm -rf --one-file-system -- ${home}
          else echo ${`${home} is no longer as it was made: it stays.`}; fi ;;
      esac
    `.displayAs(`remove ${name} if it was not there before`),
    result: `The user ${name} exists`,
    idempotent: true,
  };
}

export interface WantedUser {
  home?: string;
  shell: string;
  groups: readonly string[];
  /** Everything, without a password. */
  sudo: boolean;
}

/**
 * This name is free, or that of a user that Milepost made, or of one that is as wanted: others are not touched, nor those of the system. The groups
 * are there. For the first step of an install.
 */
export function available(name: string, wanted: WantedUser): State {
  const { home = `/home/${name}`, shell, groups, sudo } = wanted;
  [name, ...groups].forEach(assertUser);
  return precondition({
    id: `user_available_${name.replaceAll('-', '_')}`,
    label: `The name ${name} is free, or its user is as wanted`,
    reasons: sh`mp_cannot_take_user ${name} ${home} ${shell} ${sudo ? 'sudo' : 'plain'} ${groups}`,
    display: `getent passwd ${name}`,
  });
}

/** The user has no processes. For the first step of an uninstall: `absent` needs it. */
export function idle(name: string): State {
  assertUser(name);
  return precondition({
    id: `user_idle_${name.replaceAll('-', '_')}`,
    label: `${name} has no processes`,
    reasons: sh`mp_busy_user ${name}`,
    display: `ps -u ${name}`,
  });
}

/** The user is there with this shell, in these groups, and may use sudo where that is wanted. */
export function asWanted(
  name: string,
  { home = `/home/${name}`, shell, groups, sudo }: WantedUser,
): Assertion {
  [name, ...groups].forEach(assertUser);
  return assertion({
    id: `user_as_wanted_${name.replaceAll('-', '_')}`,
    label: `${name} can be used${sudo ? ', with sudo' : ''}`,
    check: sh`
      [ "$(getent passwd ${name} | cut -d: -f6,7)" = ${`${home}:${shell}`} ] || exit 1
      for group in ${groups.length > 0 ? groups : ['']}; do
        [ -z "$group" ] || mp_has_group "$group" ${name} || exit 1
      done
      ${sudo ? sh`mp_run_clean ${name} sudo -n true 2>/dev/null || exit 1` : sh`:`}
    `.displayAs(sudo ? `id ${name}; sudo -n true` : `id ${name}`),
    onFailure: sh`echo ${`The user ${name} is not as wanted:`} "$(id ${name} 2>&1)" >&2`,
  });
}

/** No user has this name. */
export function gone(name: string): Assertion {
  assertUser(name);
  return assertion({
    id: `user_gone_${name.replaceAll('-', '_')}`,
    label: `There is no user ${name}`,
    check: sh`mp_no_user ${name}`.displayAs(`getent passwd ${name}`),
    onFailure: sh`echo ${`The user ${name} is still there.`} >&2`,
  });
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
    ...(options.home === 'remove' && {
      destructive: options.destructive,
      losses: sh`mp_list_home ${name}`.displayAs(`ls the home of ${name}`),
    }),
    leftoverLabel: `the user ${name}`,
    result: `The user ${name} is deleted`,
    idempotent: true,
  };
}
