import { sh } from '../dsl/sh';
import type { State } from '../dsl/state';
import { assertion } from './assertion';
import { tcpConnect } from './tcp-connect';

export interface AvailableForOptions {
  /** The form field that chooses the port. */
  field?: string;
  /** Only 127.0.0.1 is wanted: who listens on the port of another address is not in the way. */
  loopback?: boolean;
}

/** Nothing but this unit listens on a TCP port. A process is the unit's by its control group and its package, not by its name. */
export function availableFor(
  port: number,
  unit: string,
  { field, loopback = false }: AvailableForOptions = {},
): State {
  const otherListeners = sh`mp_other_listeners ${port} ${unit} ${loopback ? 'loopback' : 'any'}`;
  const advice = field === undefined ? 'Stop it first.' : 'Stop it first, or choose another port.';
  return assertion({
    id: `port_${port}_free`,
    label: `Port ${port} is free, or ${unit}'s own`,
    check: sh`
      others=$(${otherListeners})
      [ -z "$others" ]
    `.displayAs(`who listens on port ${port}`),
    onFailure: sh`
      ${otherListeners} | while IFS= read -r other; do echo ${`Port ${port} is in use by`} "$other". ${advice} >&2; done
    `,
    blocks: field === undefined ? true : { field },
  });
}

/** Something on the server accepts connections on its loopback. */
export function listening(port: number): State {
  return assertion({
    id: `port_${port}_answers`,
    label: `Port ${port} answers`,
    check: sh`if ${tcpConnect(port)}; then exit 0; else exit 1; fi`.displayAs(`connect to 127.0.0.1:${port}`),
    timeoutSeconds: 15,
    onFailure: sh`echo ${`Nothing answers on port ${port}.`} >&2`,
  });
}

/** No process of this unit is left, so that it listens on no port. */
export function noProcessesOf(unit: string): State {
  const processes = sh`mp_processes_of ${unit}`;
  return assertion({
    id: `ports_closed_by_${unit.toLowerCase().replaceAll(/[^a-z0-9]+/g, '_')}`,
    label: `No process of ${unit} is left`,
    check: sh`
      remaining=$(${processes})
      [ -z "$remaining" ]
    `.displayAs(`processes of ${unit}.service`),
    timeoutSeconds: 15,
    onFailure: sh`echo ${`Processes of ${unit}.service still run:`} $(for process in $(${processes}); do echo "$(cat "/proc/$process/comm") ($process)"; done). >&2`,
  });
}
