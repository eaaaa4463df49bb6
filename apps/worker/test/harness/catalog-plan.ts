import type { ServerFacts } from '@milepost/contract/facts';
import type { Plan } from '@milepost/contract/plan';
import { findPackage } from '@milepost/packages-core/dsl/catalog';
import { compile } from '@milepost/packages-core/dsl/compile';
import { defaultInput } from '@milepost/packages-core/dsl/form/default-input';
import { parseInput } from '@milepost/packages-core/dsl/input';

interface Wanted {
  packageId: string;
  kind: 'install' | 'uninstall';
  /** As a form gives it; the defaults when left out. */
  input?: object;
  facts: ServerFacts;
}

/** The plan of a package in the catalog, parsed and compiled as the API does it. */
export function catalogPlan({ packageId, kind, input = {}, facts }: Wanted): {
  plan: Plan;
  publicInput: Record<string, unknown>;
  secrets: Record<string, string>;
} {
  const definition = findPackage(packageId);
  if (!definition) throw new Error(`There is no package ${packageId}`);
  const parsed = parseInput(definition, input, kind);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.issues));
  const own = kind === 'install' ? parsed.input : defaultInput(definition);
  const options = kind === 'install' ? {} : parsed.input;
  const plan = compile({ definition, operation: kind, input: own, options, server: facts });
  return { plan, publicInput: parsed.publicInput, secrets: parsed.secrets };
}
