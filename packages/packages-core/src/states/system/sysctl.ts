import { sh } from '../../dsl/sh';
import type { ReversibleChange, State } from '../../dsl/state';
import { assertion } from '../assertion';
import { assertPath } from '../file/paths';
import { precondition } from '../precondition';

const ROOT = '/proc/sys';
/** Settings of the network could shut the console out. */
const WITHIN_SECONDS = 60;

/** By their names with dots; values in one line, with one blank between numbers. */
export type KernelSettings = Readonly<Record<string, string>>;

/** `net.ipv4.ip_forward`; an interface whose own name has a dot in it cannot be named. */
export const KERNEL_KEY = /^(?:abi|dev|fs|kernel|net|user|vm)(?:\.[A-Za-z0-9_-]+)+$/;

/** These settings are on this server, can be set in it, and no file that is read after `file` sets them otherwise. Blocks the plan otherwise. */
export function settable(settings: KernelSettings, file: string, field: string): State {
  return precondition({
    id: 'sysctl_settable',
    label: `${Object.keys(settings).join(', ')} can be set on this server`,
    reasons: sh`
      mp_sysctl_refused ${ROOT} ${Object.keys(settings)}
      mp_sysctl_overridden ${file} ${wordsOf(settings)}
    `,
    field,
    display: 'look into /proc/sys and sysctl.d',
  });
}

/**
 * The kernel has these settings, all or none of them. What they were before Milepost is recorded for `restored`. What a value of the network
 * shuts out is undone unless the console can connect again. `file` is Milepost's own, which sets them at boot.
 */
export function inForce(settings: KernelSettings, file: string): ReversibleChange {
  assertPath(file);
  const words = wordsOf(settings);
  return {
    id: 'sysctl_in_force',
    label: `The kernel has ${assignments(settings).join(', ')}`,
    action: `Set ${assignments(settings).join(', ')}`,
    check: sh`mp_sysctl_are ${ROOT} ${words}`.displayAs(`sysctl -n ${Object.keys(settings).join(' ')}`),
    apply: sh`mp_sysctl_apply ${ROOT} ${words} || exit`.displayAs(
      assignments(settings)
        .map((each) => `sysctl -w ${each}`)
        .join('\n'),
    ),
    preview: sh`mp_sysctl_findings ${file} ${ROOT} ${words}`.displayAs(
      `sysctl -n ${Object.keys(settings).join(' ')}`,
    ),
    ...captured(Object.keys(settings)),
    result: `The kernel has ${assignments(settings).join(', ')}`,
    idempotent: true,
  };
}

/** These settings are what they were before Milepost changed them. What somebody else has set since stays. */
export function restored(keys: readonly string[]): ReversibleChange {
  keys.forEach(assertKey);
  const records = keys.map((key) => `sysctl.${key}`);
  return {
    id: 'sysctl_restored',
    label: `${keys.join(', ')} ${keys.length === 1 ? 'is' : 'are'} as before Milepost`,
    action: `Put ${keys.join(', ')} back`,
    check: sh`mp_values_forgotten ${records}`.displayAs('look for former values of kernel settings'),
    apply: sh`mp_sysctl_restore ${ROOT} ${keys}`.displayAs(
      keys.map((key) => `sysctl -w ${key} as it was before`).join('\n'),
    ),
    preview: sh`mp_sysctl_restore_findings ${ROOT} ${keys}`.displayAs(
      'look for former values of kernel settings',
    ),
    ...captured(keys),
    leftoverLabel: `the values of Milepost for ${keys.join(', ')}`,
    result: `${keys.join(', ')} ${keys.length === 1 ? 'is' : 'are'} as before Milepost`,
    idempotent: true,
  };
}

/** The kernel says that it has them. */
export function read(settings: KernelSettings): State {
  const words = wordsOf(settings);
  return assertion({
    id: 'sysctl_read',
    label: `The kernel says ${assignments(settings).join(', ')}`,
    check: sh`mp_sysctl_are ${ROOT} ${words}`.displayAs(`sysctl -n ${Object.keys(settings).join(' ')}`),
    onFailure: sh`
      for key in ${Object.keys(settings)}; do echo "The kernel has $key = $(mp_sysctl_value ${ROOT} "$key")." >&2; done
    `,
  });
}

function captured(keys: readonly string[]) {
  return {
    capture: sh`mp_sysctl_capture ${ROOT} ${keys}`.displayAs(`sysctl -n ${keys.join(' ')}`),
    undo: sh`mp_sysctl_undo ${ROOT}`.displayAs(keys.map((key) => `sysctl -w ${key} as it was`).join('\n')),
    ...(keys.some((key) => key.startsWith('net.')) && { unlessConfirmed: { withinSeconds: WITHIN_SECONDS } }),
  };
}

function assignments(settings: KernelSettings): string[] {
  return Object.entries(settings).map(([key, value]) => `${key}=${value}`);
}

function wordsOf(settings: KernelSettings): string[] {
  return Object.entries(settings).flatMap(([key, value]) => {
    assertKey(key);
    if (!/^\S+(?: \S+)*$/.test(value)) throw new Error(`Not a value in one line: ${value}`);
    return [key, value];
  });
}

function assertKey(key: string): void {
  if (!KERNEL_KEY.test(key)) throw new Error(`Not the name of a kernel setting: ${key}`);
}
