import { sh } from '../../dsl/sh';
import type { Command } from '../../dsl/sh';
import type { ReversibleChange, State } from '../../dsl/state';
import { precondition } from '../precondition';
import { HOME, WORKERS, enabled } from './paths';

export const MODULES = `${HOME}/mods-enabled`;

export type Mpm = 'event' | 'worker' | 'prefork';

/** This MPM is enabled, and no other one. Apache takes it over by a restart alone. */
export function mpm(name: Mpm, { field }: { field: string }): ReversibleChange {
  return {
    id: 'mpm',
    label: `Apache uses the MPM ${name}`,
    action: `Enable the MPM ${name}`,
    check: sh`[ "$(mp_apache_mpms)" = ${name} ]`.displayAs(`ls ${MODULES}/mpm_*.load`),
    apply: sh`mp_apache_set_mpm ${name}`.displayAs(`a2enmod mpm_${name}, after a2dismod of another MPM`),
    preview: sh`mp_apache_preview_mpm ${name} ${field}`,
    capture: sh`mp_apache_mpms`.displayAs(`ls ${MODULES}/mpm_*.load`),
    undo: sh`mp_apache_undo_mpm`.displayAs('enable the former MPM'),
    listLeftovers: sh`:`,
    result: `The MPM ${name} is enabled`,
    writes: `${MODULES}/mpm_${name}.load`,
    idempotent: true,
  };
}

/** No enabled module works with another MPM alone. */
export function mpmPossible(name: Mpm, { field }: { field: string }): State {
  return precondition({
    id: 'mpm_possible',
    label: `The enabled modules work with the MPM ${name}`,
    reasons: sh`mp_apache_mpm_problem ${name}`,
    field,
    display: `grep Depends ${MODULES}/*.load`,
  });
}

/** These modules are enabled, with all that they depend on. */
export function modulesEnabled(names: readonly string[]): ReversibleChange {
  names.forEach(assertModule);
  return {
    id: 'modules_enabled',
    label: `Enabled modules: ${names.join(', ')}`,
    action: `Enable the modules ${names.join(', ')}`,
    check: sh`mp_apache_has_modules ${names}`.displayAs(`ls ${MODULES}`),
    apply: sh`a2enmod -q ${names}`.displayAs(`a2enmod ${names.join(' ')}`),
    capture: enabledModules(),
    undo: sh`mp_apache_undo_enable ${names}`.displayAs('disable those that were not enabled before'),
    listLeftovers: sh`:`,
    result: `The modules ${names.join(', ')} are enabled`,
    writes: `${MODULES}/${names[0] ?? ''}.load`,
    idempotent: true,
  };
}

/** These modules are disabled, but for those that other enabled modules depend on. */
export function modulesDisabled(names: readonly string[]): ReversibleChange {
  names.forEach(assertModule);
  return {
    id: 'modules_disabled',
    label: `Disabled unless other modules need them: ${names.join(', ')}`,
    action: `Disable the modules ${names.join(', ')}`,
    check: sh`[ -z "$(mp_apache_removable ${names})" ]`.displayAs(`ls ${MODULES}`),
    apply: sh`mp_apache_disable_modules ${names}`.displayAs(`a2dismod ${names.join(' ')}`),
    capture: enabledModules(),
    undo: sh`mp_apache_undo_disable ${names}`.displayAs('enable those that were enabled before'),
    listLeftovers: sh`:`,
    result: `The modules ${names.join(', ')} are disabled unless other modules need them`,
    writes: `${MODULES}/${names[0] ?? ''}.load`,
    idempotent: true,
  };
}

/** Prints a finding on a MaxRequestWorkers that somebody set elsewhere, and that another number takes the place of. */
export function workersElsewhere(workers: number, { field }: { field: string }): Command {
  return sh`mp_apache_preview_workers ${workers} ${enabled(WORKERS)} ${field}`;
}

function enabledModules(): Command {
  return sh`mp_apache_enabled_modules`.displayAs(`ls ${MODULES}`);
}

function assertModule(name: string): void {
  if (!/^[a-z0-9_]+$/.test(name)) throw new Error(`Not a module of Apache: ${name}`);
}
