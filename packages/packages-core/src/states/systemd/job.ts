import { sh } from '../../dsl/sh';
import type { State } from '../../dsl/state';
import { assertUnit, identifier } from './names';

/** A unit of the type oneshot has run to its end, now. */
export function jobHasRun(unit: string): State {
  assertUnit(unit);
  return {
    id: `has_run_${identifier(unit)}`,
    label: `${unit} has run`,
    action: `Run ${unit} to its end`,
    check: null,
    noCheckReason: 'It is run whenever it is asked for.',
    apply: sh`mp_run_job ${unit}`.displayAs(`systemctl start ${unit}`),
    noUndoReason: 'What a job has done cannot be undone.',
    result: `${unit} has run`,
    notIdempotentReason: `Look in the journal of ${unit} how far it came.`,
  };
}
