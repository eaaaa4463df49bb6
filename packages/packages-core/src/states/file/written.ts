import type { Command } from '../../dsl/sh';
import { chain, sh } from '../../dsl/sh';
import type { ReversibleChange } from '../../dsl/state';
import type { Template } from '../../dsl/template';
import type { FileOptions } from './files';
import { content, replaceable } from './files';

export interface WrittenOptions extends FileOptions {
  id: string;
  label: string;
  action: string;
  /** In the check: has whoever reads the file read it as it is? Exit 0 or 1. */
  isInForce?: Command;
  /** Has whoever reads the file read it again. After it was written, and after it was put back. May run again. */
  putIntoForce?: Command;
}

/**
 * A file that belongs to a state of another kind: a unit, a rule for sudo. Like `content`, but it brings its own `replaceable`: where
 * an edit by hand would be lost, the preview says so and `apply` refuses.
 */
export function written(path: string, wanted: string | Template, options: WrittenOptions): ReversibleChange {
  const { id, label, action, isInForce, putIntoForce, ...how } = options;
  const file = content(path, wanted, how);
  const check = file.check ?? sh`false`;
  const edits = replaceable(path, wanted, how).preview;
  return {
    ...file,
    precedingAssertion: undefined,
    ...{ id, label, action },
    noCheckReason: undefined,
    check: isInForce ? chain(sh`( ${check} )`, isInForce).displayAs(check.display) : check,
    apply: putIntoForce ? joined(file.apply, putIntoForce) : file.apply,
    ...(file.preview && edits && { preview: joined(file.preview, edits) }),
    undo: putIntoForce ? putBack(file.undo, putIntoForce) : file.undo,
  };
}

/** One after the other; what either one shows is shown. */
function joined(first: Command, second: Command): Command {
  return sh`
    ${first}
    ${second}
  `.displayAs(`${first.display}\n${second.display}`);
}

/** `undo` ends its script. */
export function putBack(undo: Command, putIntoForce: Command): Command {
  return sh`
    ( ${undo} ) || exit
    ${putIntoForce}
  `.displayAs(`${undo.display}\n${putIntoForce.display}`);
}

/** The file is as it was before Milepost wrote it, or gone, and whoever reads it has read it again. */
export function writtenOriginal(
  restored: ReversibleChange,
  {
    id,
    label,
    action,
    putIntoForce,
  }: Pick<WrittenOptions, 'id' | 'label' | 'action'> & { putIntoForce?: Command },
): ReversibleChange {
  return {
    ...restored,
    ...{ id, label, action },
    ...(putIntoForce && { apply: joined(restored.apply, putIntoForce) }),
    undo: putIntoForce ? putBack(restored.undo, putIntoForce) : restored.undo,
  };
}
