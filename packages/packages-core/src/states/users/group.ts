import { sh } from '../../dsl/sh';
import type { State } from '../../dsl/state';
import { assertUser } from './names';

export interface GroupOptions {
  /** Users that belong to it; others stay in it. They must exist. */
  members?: readonly string[];
  /** A system group: an id below 1000. */
  system?: boolean;
}

/** A group of this name is there, and these users belong to it. Who is logged in meanwhile belongs to it from the next login on. */
export function exists(name: string, { members = [], system = false }: GroupOptions = {}): State {
  [name, ...members].forEach(assertUser);
  return {
    id: `group_${name.replaceAll('-', '_')}`,
    label:
      members.length > 0
        ? `${members.join(', ')} ${members.length > 1 ? 'belong' : 'belongs'} to the group ${name}`
        : `The group ${name} exists`,
    action:
      members.length > 0 ? `Add ${members.join(', ')} to the group ${name}` : `Create the group ${name}`,
    check: sh`mp_has_group ${name} ${members}`.displayAs(`getent group ${name}`),
    apply: sh`mp_add_group ${name} ${system ? 'system' : 'users'} ${members}`.displayAs(
      [`groupadd ${name}`, ...members.map((user) => `gpasswd -a ${user} ${name}`)].join('\n'),
    ),
    capture: sh`getent group ${name} || echo absent`,
    undo: sh`mp_undo_group ${name} ${members}`.displayAs(`remove what was added to the group ${name}`),
    result: `The group ${name} exists`,
    idempotent: true,
  };
}

/** A user does not belong to this group. */
export function without(name: string, user: string): State {
  [name, user].forEach(assertUser);
  return {
    id: `group_${name.replaceAll('-', '_')}_without`,
    label: `${user} does not belong to the group ${name}`,
    action: `Take ${user} out of the group ${name}`,
    check: sh`
      mp_has_group ${name} ${user} || exit 0
      exit 1
    `.displayAs(`getent group ${name}`),
    apply: sh`mp_leave_group ${name} ${user}`.displayAs(`gpasswd -d ${user} ${name}`),
    capture: sh`getent group ${name} || :`.displayAs(`getent group ${name}`),
    undo: sh`
      case ",$(cut -d: -f4 <"$MP_CAPTURE_FILE")," in
        *,${user},*) mp_add_group ${name} users ${user} ;;
      esac
    `.displayAs(`put ${user} back into the group ${name} if it belonged to it`),
    leftoverLabel: `${user} in the group ${name}`,
    result: `${user} does not belong to the group ${name}`,
    idempotent: true,
  };
}
