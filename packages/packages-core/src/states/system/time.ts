import { fact } from '../../dsl/facts/fact';
import type { Fact } from '../../dsl/facts/fact';
import { parse } from '../../dsl/facts/parse';
import { sh } from '../../dsl/sh';
import type { State } from '../../dsl/state';
import { assertion } from '../assertion';
import { precondition } from '../precondition';
import type { SystemValue } from './values';

/** The zones that a server knows, in their order. */
export const zones = (): Fact<string[]> => fact(sh`timedatectl list-timezones --no-pager`, parse.lines);

/** What /etc/timezone says, which some programs read; null where the server has none, as Debian 13. */
export const zoneFile = (): Fact<string | null> => fact(sh`cat /etc/timezone 2>/dev/null`, parse.line);

export const ZONE: SystemValue = {
  ...{ name: 'time_zone', subject: 'the time zone', by: 'timedatectl set-timezone' },
  read: sh`mp_time_zone`,
  write: sh`timedatectl set-timezone "$value"`,
};

/** Not kept by timedatectl. */
export const ZONE_IN_FILE: SystemValue = {
  ...{ name: 'time_zone_file', subject: 'the time zone in /etc/timezone', by: 'write to /etc/timezone:' },
  read: sh`cat /etc/timezone`,
  write: sh`printf '%s\n' "$value" >/etc/timezone`,
};

export const SYNCHRONIZED: SystemValue = {
  ...{ name: 'ntp', subject: 'synchronization of the clock', by: 'timedatectl set-ntp' },
  shown: { yes: 'on', no: 'off' },
  read: sh`timedatectl show -p NTP --value`,
  write: sh`timedatectl set-ntp "$value"`,
};

/** This server knows the zone. Blocks the plan otherwise. */
export function zoneKnown(zone: string, field: string): State {
  return precondition({
    id: 'time_zone_known',
    label: `This server knows the time zone ${zone}`,
    reasons: sh`mp_unknown_zone ${zone}`,
    field,
    display: 'timedatectl list-timezones',
  });
}

/** Synchronization of the clock can be switched on (`yes`) or off. Blocks the plan otherwise. */
export function canSynchronize(wanted: 'yes' | 'no', field: string): State {
  return precondition({
    id: 'clock_can_be_synchronized',
    label: 'Synchronization of the clock can be switched',
    reasons: sh`mp_cannot_synchronize ${wanted}`,
    field,
    display: 'timedatectl show -p CanNTP --value',
  });
}

/** The system says that it has this zone. */
export function zoneRead(zone: string): State {
  return assertion({
    id: 'time_zone_read',
    label: `The time zone is ${zone}`,
    check: sh`[ "$(mp_time_zone)" = ${zone} ] || exit 1`.displayAs('timedatectl show -p Timezone --value'),
    onFailure: sh`echo "The time zone is $(mp_time_zone)." >&2`,
  });
}
