import { sh } from '../../dsl/sh';
import type { State } from '../../dsl/state';
import { assertion } from '../assertion';
import { SYSTEMD_CAUSES } from '../failures/systemd';
import { identifier } from '../file/paths';
import { precondition } from '../precondition';

const SWAPS = '/proc/swaps';
const MEMORY = '/proc/meminfo';

/** Paths whose systemd unit has the same name with dashes for slashes, without any escapes. */
export const SWAP_PATH = /^(?:\/[A-Za-z0-9_][A-Za-z0-9_.]*)+$/;

/** systemd goes by this name, which follows from the path. */
export function swapUnit(path: string): string {
  assertSwapPath(path);
  return `${path.slice(1).replaceAll('/', '-')}.swap`;
}

/** There can be a swap file of so many megabytes at this path. Blocks the plan otherwise. */
export function swapPossible(path: string, megabytes: number): State {
  assertSwapPath(path);
  return precondition({
    id: 'swap_possible',
    label: `There can be a swap file of ${megabytes} MB at ${path}`,
    reasons: sh`mp_swap_problems ${path} ${megabytes}`,
    display: `stat -f ${path}; df; systemd-detect-virt`,
  });
}

/** There is enough memory for what is in this swap. Blocks the plan otherwise. `unless`: only where it has another size than so many megabytes. */
export function swapCanGo(path: string, { unless }: { unless?: number } = {}): State {
  assertSwapPath(path);
  return precondition({
    id: `swap_can_go_${identifier(path)}`,
    label: `What is in the swap file ${path} has room in memory`,
    reasons: sh`mp_swap_cannot_go ${SWAPS} ${MEMORY} ${path} ${unless === undefined ? '' : unless}`,
    display: `compare ${SWAPS} with ${MEMORY}`,
  });
}

/** A swap file of this size is there. It is not in use yet: systemd does that. One of another size is switched off and made anew. */
export function swapFile(path: string, megabytes: number): State {
  assertSwapPath(path);
  return {
    id: `swap_file_${identifier(path)}`,
    label: `The swap file ${path} has ${megabytes} MB`,
    action: `Make the swap file ${path} of ${megabytes} MB`,
    check: sh`mp_is_swap_file ${path} ${megabytes}`.displayAs(`stat ${path}`),
    apply: sh`mp_make_swap_file ${SWAPS} ${path} ${megabytes} || exit`.displayAs(
      `fallocate -l ${megabytes}M ${path}\nmkswap ${path}`,
    ),
    preview: sh`mp_swap_findings ${SWAPS} ${path}`.displayAs('swapon --show'),
    ...captured(path),
    listLeftovers: sh`
      if mp_made_swap ${path}; then echo ${`the swap file ${path}`}; fi
    `,
    result: `The swap file ${path} has ${megabytes} MB`,
    idempotent: true,
  };
}

/** The swap file that Milepost made is gone. Switch it off first. */
export function swapFileGone(path: string): State {
  assertSwapPath(path);
  return {
    id: `swap_file_gone_${identifier(path)}`,
    label: `The swap file ${path} of Milepost is gone`,
    action: `Delete the swap file ${path}`,
    check: sh`if mp_made_swap ${path}; then exit 1; fi`.displayAs(`look for ${path}`),
    apply: sh`mp_remove_swap_file ${SWAPS} ${path} || exit`.displayAs(`swapoff ${path}\nrm ${path}`),
    preview: sh`mp_swap_findings ${SWAPS} ${path}`.displayAs('swapon --show'),
    ...captured(path),
    leftoverLabel: `the swap file ${path}`,
    result: `The swap file ${path} is gone`,
    idempotent: true,
  };
}

/** The kernel uses the file, with its whole size. */
export function swapOn(path: string, megabytes: number): State {
  assertSwapPath(path);
  const size = megabytes * 1024 - 4; // in kilobytes, without the header
  return {
    ...assertion({
      id: 'swap_on',
      label: `The kernel uses ${path} as swap`,
      check: sh`
        grep -q ${`^${path.replaceAll('.', '\\.')}[[:space:]].*[[:space:]]${size}[[:space:]]`} ${SWAPS} || exit 1
      `.displayAs('swapon --show'),
      onFailure: sh`{ echo ${`The kernel does not use ${path} with ${megabytes} MB. It says:`}; cat ${SWAPS}; } >&2`,
    }),
    failures: SYSTEMD_CAUSES,
  };
}

/** The kernel does not use the file, and Milepost has none there. */
export function swapOff(path: string): State {
  assertSwapPath(path);
  return assertion({
    id: 'swap_off',
    label: `The kernel does not use ${path} as swap`,
    check: sh`if mp_made_swap ${path} || mp_is_swap_on ${SWAPS} ${path}; then exit 1; fi`.displayAs(
      'swapon --show',
    ),
    onFailure: sh`cat ${SWAPS} >&2`,
  });
}

function captured(path: string) {
  return {
    capture: sh`mp_capture_swap_file ${SWAPS} ${path}`.displayAs(`stat ${path}`),
    undo: sh`mp_undo_swap_file ${SWAPS} ${path}`.displayAs(`put ${path} back as it was`),
  };
}

function assertSwapPath(path: string): void {
  if (!SWAP_PATH.test(path)) throw new Error(`Not the path of a swap file: ${path}`);
}
