/** States that only the sample packages use, small enough to be read. Those of the library do more. */
import type { Path } from '../../values/path';
import { Path as PathValue } from '../../values/path';
import type { Secret } from '../../secret';
import { sh } from '../../sh';
import type { Command } from '../../sh';
import type { Assertion, Change, State } from '../../state';
import { assertion } from '../../../states/assertion';

type At = string | Path;

const shown = (at: At): string => (at instanceof PathValue ? at.shown : at);
const identifier = (text: string): string =>
  text
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '_')
    .replaceAll(/^_|_$/g, '');

interface Made extends Pick<Change, 'id' | 'label' | 'action' | 'apply'> {
  check: Command;
  undo?: Command;
  capture?: Command;
  leftoverLabel?: string;
  destructive?: string;
  noUndoReason?: string;
  writes?: string;
}

function made({ undo, noUndoReason, ...state }: Made): State {
  const common = { ...state, idempotent: true as const };
  return undo
    ? { ...common, capture: state.capture ?? sh`${state.check} && echo there || echo absent`, undo }
    : { ...common, noUndoReason: noUndoReason ?? 'A sample keeps nothing.' };
}

export const command = {
  run: ({
    run,
    unless,
    ...texts
  }: Omit<Made, 'apply' | 'check'> & { run: Command; unless?: Command }): State => {
    const { undo, noUndoReason = 'A sample keeps nothing.', ...rest } = texts;
    const state = { ...rest, apply: run, idempotent: true as const, ...(undo ? { undo } : { noUndoReason }) };
    const checked = unless
      ? { check: unless }
      : { check: null, noCheckReason: 'It is done whenever it is asked for.' };
    return { ...state, ...checked };
  },
  answers: ({ id, label, run }: { id: string; label: string; run: Command }): Assertion =>
    assertion({
      ...{ id, label, timeoutSeconds: 15, onFailure: sh`( ${run} ) >&2` },
      check: sh`if ( ${run} ) >/dev/null 2>&1; then exit 0; else exit 1; fi`.displayAs(run.display),
    }),
  /** What a person typed. */
  typed: (script: string, { directory }: { directory: At }): State => ({
    ...{ id: 'typed', label: 'The commands were run', action: 'Run the commands' },
    ...{ check: null, noCheckReason: 'Nobody knows what typed commands do.' },
    apply: sh`cd ${directory} && sh -euc ${script}`.displayAs(script),
    noUndoReason: 'Nobody knows what typed commands do.',
    notIdempotentReason: 'Look on the server how far the commands came.',
  }),
};

export const link = (at: At, { to }: { to: At }): State =>
  made({
    id: `link_${identifier(shown(at))}`,
    label: `${shown(at)} points to ${shown(to)}`,
    action: `Point ${shown(at)} to ${shown(to)}`,
    check: sh`[ "$(readlink ${at})" = ${to} ]`,
    apply: sh`ln -sfn ${to} ${at}`,
    capture: sh`readlink ${at} || echo`,
    undo: sh`
      read -r former <"$MP_CAPTURE_FILE" || exit
      if [ -n "$former" ]; then ln -sfn "$former" ${at}; else rm -f ${at}; fi
    `,
  });

export const newest = (directory: string, { keep }: { keep: number }): State =>
  made({
    id: `newest_${identifier(directory)}`,
    label: `${directory} has at most ${keep} entries`,
    action: `Keep the newest ${keep} of ${directory}`,
    check: sh`[ "$(ls ${directory} | wc -l)" -le ${keep} ]`,
    apply: sh`cd ${directory} && ls -r | tail -n ${`+${keep + 1}`} | xargs -r rm -rf`,
    noUndoReason: 'Earlier releases are not kept.',
    leftoverLabel: directory,
  });

export const userAbsent = (name: string): State =>
  made({
    id: `user_${name}_absent`,
    label: `There is no user ${name}`,
    action: `Delete the user ${name}`,
    check: sh`if id -u ${name} >/dev/null 2>&1; then exit 1; fi`,
    apply: sh`userdel --remove ${name}`,
    destructive: `Removes the user ${name} with the files in its home directory.`,
    leftoverLabel: `the user ${name}`,
  });

export const git = {
  checkout: (
    at: At,
    { repository, ref, key }: { repository: string; ref: string; key?: Secret | undefined },
  ): State =>
    made({
      id: 'checkout',
      label: `${ref} of ${repository} is in ${shown(at)}`,
      action: `Fetch ${ref} of ${repository}`,
      check: sh`[ -d ${at}/.git ] || exit 1`,
      apply: key
        ? sh`
            umask 077
            ${key} >"$HOME/.ssh/deploy" && git clone -q --depth 1 -b ${ref} ${repository} ${at}
          `
        : sh`git clone -q --depth 1 -b ${ref} ${repository} ${at}`,
      undo: sh`rm -rf ${at}`,
    }),
};
