import type { Plan, PlannedState } from '@milepost/contract/plan';
import { command, milestone, plan, state } from '../../harness/plans';
import { LEDGER, noting, SOFTWARE } from '../random/ledger-plan';

/** Releases what waits, and repairs what is broken. */
export const FLAG = '/root/flag';
export const PACKAGE = 'ledger-changed';

/**
 * How the first apply goes. `held`: it waits for the flag before its effect; `settled`: after it. `broken`: it fails until the flag is
 * there. `reverted`: it always fails, and all of it is undone.
 */
export type Course = 'plain' | 'held' | 'settled' | 'broken' | 'reverted';

interface Change {
  kind: 'install' | 'update';
  course: Course;
  /** The two parts that it brings, one a milestone; `base` is there from the first install. */
  parts: [string, string];
  version: string;
  configuration: Record<string, unknown>;
}

/** An operation on what is installed, whose effects the checker knows how to compare. */
export function changePlan({ kind, course, parts: [first, second], version, configuration }: Change): Plan {
  return plan([milestone('one', [part(first, course)]), milestone('two', [part(second, 'plain')])], {
    ...{ package: PACKAGE, kind, title: `${kind === 'install' ? 'Change' : 'Update'} Ledger` },
    record: { configuration, version: command(`echo ${version}`) },
  });
}

function part(name: string, course: Course): PlannedState {
  const file = `${SOFTWARE}/${PACKAGE}/${name}`;
  const effect = `mkdir -p ${SOFTWARE}/${PACKAGE}; : >${file}`;
  const wait = `until [ -e ${FLAG} ]; do sleep 0.2; done`;
  const fail = 'note failed; exit 4';
  const steps: Record<Course, string[]> = {
    plain: [effect],
    held: [wait, effect],
    settled: [effect, wait],
    broken: [`[ -e ${FLAG} ] || { ${fail}; }`, effect],
    reverted: [fail],
  };
  // What is reverted touches nothing of the software: it is what it was.
  const check = course === 'reverted' ? 'false' : `test -e ${file}`;
  const undo = [noting(name, 0), 'note undoing', 'note undone'].join('\n');
  return {
    ...state(name, {
      check,
      apply: [noting(name, 0), 'note begun', ...steps[course], 'note ended'].join('\n'),
    }),
    ...(course === 'reverted' && { undo: command(undo) }),
  };
}

/** Prints the words of the ledger for one part. */
export const wordsOf = (operationId: string, name: string): string =>
  `sed -n 's/^${operationId}:.* ${name} \\([a-z]*\\) 0$/\\1/p' ${LEDGER} 2>/dev/null || :`;
