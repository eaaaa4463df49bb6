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
export function exists(
  name: string,
  { home = `/home/${name}`, shell = '/bin/bash', system = false }: UserOptions = {},
): State {
  if (!/^[a-z_][a-z0-9_-]{0,31}$/.test(name)) throw new Error(`Not the name of a user: ${name}`);
  return {
    id: `user_${name.replaceAll('-', '_')}`,
    label: `User ${name} exists`,
    check: sh`
      [ "$(getent passwd ${name} | cut -d: -f6,7)" = ${`${home}:${shell}`} ]
    `.showAs(`getent passwd ${name}`),
    apply: sh`
      if getent passwd ${name} >/dev/null; then
        usermod --home ${home} --shell ${shell} ${name}
      else
        useradd ${system ? ['--system'] : []} --create-home --home-dir ${home} --shell ${shell} ${name}
      fi
    `,
    repeatable: true,
  };
}
