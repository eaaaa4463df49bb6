import type { ServerFacts } from '@milepost/contract/facts';
import type { Plan } from '@milepost/contract/plan';
import type { OperationKind } from '@milepost/contract/statuses';
import { findPackage } from '@milepost/packages-core/dsl/catalog';
import { compile } from '@milepost/packages-core/dsl/compile';
import { restoreInput } from '@milepost/packages-core/dsl/input';
import { planHash } from '@milepost/packages-core/dsl/plan-hash';

export interface CompileRequest {
  packageId: string;
  kind: OperationKind;
  /** The public part, as it is stored. */
  input: unknown;
  /** As a worker read them; null where none has. */
  facts: ServerFacts | null;
  /** Of the plan that a person saw. */
  shownHash: string;
}

/** The plan, or why it is not the one that was shown, in a sentence. */
export type Compiled = { ok: true; plan: Plan } | { ok: false; sentence: string };

/** Compiles what was asked for with the catalog of this worker. Whatever a row says, these are the only commands that run on a server. */
export function compileRequest({ packageId, kind, input, facts, shownHash }: CompileRequest): Compiled {
  const definition = findPackage(packageId);
  if (!definition) return failed(`This version of Milepost has no package “${packageId}”.`);
  if (facts === null) return failed('Nothing is known about the server yet. Check it on its page first.');
  const restored = restoreInput(definition, input, kind === 'uninstall' ? 'uninstall' : 'install');
  if (!restored.ok)
    return failed(
      `The stored settings do not fit ${definition.title}: ${restored.issues.map(({ message }) => message).join(' ')}`,
    );
  const plan = compile({ definition, kind, input: restored.input, facts });
  if (planHash(plan) !== shownHash)
    return failed('The plan is no longer the one that was shown. Review it again, then confirm.');
  return { ok: true, plan };
}

const failed = (sentence: string): Compiled => ({ ok: false, sentence });
