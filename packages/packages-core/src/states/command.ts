import type { Command } from '../dsl/sh';
import { sh } from '../dsl/sh';
import type { State } from '../dsl/state';
import { assertion } from './assertion';
import { assertPath } from './file/paths';
import { assertUser } from './users/names';

export interface RunOptions {
  /** Permanent within its milestone: `renewed`. */
  id: string;
  /** "Renew the certificate now" */
  does: string;
  /** "The certificate is renewed" */
  is: string;
  run: Command;
  /** Exit 0: there is nothing to do; 1: it has to run. Changes nothing. Without it the command runs in each operation. */
  unless?: Command;
  undo: { capture: Command; restore: Command } | { impossible: string };
  /** May it run again after it was interrupted? If not: why, and what a person has to check. */
  repeatable: true | { no: string };
  /** What it would destroy, in a sentence. */
  destructive?: string;
  /** In an uninstall: what is still there while it has not run. */
  leftover?: string;
}

/** A command of a package's own, with what a state has to say. */
export function run({
  id,
  does,
  is,
  run,
  unless,
  undo,
  repeatable,
  destructive,
  leftover,
}: RunOptions): State {
  return {
    ...{ id, label: is, action: does, apply: run },
    ...(unless ? { check: unless } : { check: null, noCheckReason: 'It is carried out in each operation.' }),
    ...('impossible' in undo
      ? { noUndoReason: undo.impossible }
      : { capture: undo.capture, undo: undo.restore }),
    ...(repeatable === true ? { idempotent: true } : { notIdempotentReason: repeatable.no }),
    ...(destructive !== undefined && { destructive }),
    ...(leftover !== undefined && { leftoverLabel: leftover }),
  };
}

/** The command succeeds, at the latest after so many seconds. It changes nothing. What it prints otherwise is the reason. */
export function answers({
  id,
  is,
  run,
  withinSeconds = 0,
}: Pick<RunOptions, 'id' | 'is' | 'run'> & { withinSeconds?: number }): State {
  return assertion({
    ...{ id, label: is, timeoutSeconds: withinSeconds },
    check: sh`if ( ${run} ) >/dev/null 2>&1; then exit 0; else exit 1; fi`.displayAs(run.display),
    onFailure: sh`
      { ( ${run} ) || echo "That failed with exit code $?."; } >&2
    `.displayAs(run.display),
  });
}

export interface TypedOptions {
  /** Where it runs. */
  directory: string;
  /** Who runs it, where the milestone runs as root. Never root. */
  user?: string;
}

/**
 * A script that a person typed, run by sh until its first command that fails. Never as root, with an environment of its own and without the
 * secrets of the operation. Nobody knows whether it may run twice: after an interruption a person decides.
 */
export function typed(script: string, { directory, user }: TypedOptions): State {
  assertPath(directory);
  if (user !== undefined) assertUser(user);
  if (user === 'root') throw new Error('A typed command never runs as root.');
  if (script.trim() === '' || script.includes('\0')) throw new Error('There is nothing to run.');
  const first = script.trim().split('\n')[0]?.slice(0, 60) ?? '';
  return {
    id: 'typed',
    label: `“${first}” was run`,
    action: `Run “${first}”`,
    check: null,
    noCheckReason: 'Nobody knows what the script is for.',
    apply: sh`mp_run_typed ${user ?? ''} ${directory} ${script}`.displayAs(script),
    noUndoReason: 'Nobody knows what the script has changed.',
    notIdempotentReason: `The script may not be meant to run twice: look into ${directory} for what it has done.`,
    result: `“${first}” was run`,
    leftoverLabel: 'what the script should have done',
  };
}
