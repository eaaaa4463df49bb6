import { sh } from '../../dsl/sh';
import type { State } from '../../dsl/state';
import { assertion } from '../assertion';
import { precondition } from '../precondition';

const ITEMS =
  'as|core|cpu|data|fsize|locks|maxlogins|memlock|msgqueue|nice|nofile|nproc|priority|rss|rtprio|sigpending|stack';

/** A line of pam_limits, as “www-data hard nofile 65536”. Without a number for nofile nobody could log in. */
export const LIMIT = new RegExp(
  `^(?:\\*|@?[a-z_][a-z0-9_-]{0,31}) (?:soft|hard|-) (?:nofile [0-9]{1,10}|(?:${ITEMS.replace('nofile|', '')}) (?:-?[0-9]{1,19}|unlimited|infinity))$`,
);

/** The users and groups are there, and the limits let them log in. Blocks the plan otherwise. */
export function possible(lines: readonly string[], field: string): State {
  lines.forEach(assertLimit);
  return precondition({
    id: 'limits_possible',
    label: 'The limits are for users and groups of this server, and possible',
    reasons: sh`mp_limits_problems ${lines}`,
    field,
    display: 'getent passwd; getent group; sysctl -n fs.nr_open',
  });
}

/** New sessions have these limits: of open files and processes, for users and for all. */
export function applied(lines: readonly string[]): State {
  lines.forEach(assertLimit);
  return assertion({
    id: 'limits_applied',
    label: 'New sessions have these limits',
    check: sh`[ -z "$(mp_limits_lacking ${lines})" ] || exit 1`.displayAs(
      'read /proc/self/limits in new sessions',
    ),
    onFailure: sh`mp_limits_lacking ${lines} >&2`,
  });
}

function assertLimit(line: string): void {
  if (!LIMIT.test(line)) throw new Error(`Not a limit: ${line}`);
}
