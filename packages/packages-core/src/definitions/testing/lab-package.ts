import { randomUUID } from 'node:crypto';
import type { CommandState } from '../../engine/host';
import type { PlannedMilestone } from '../../contract/plan';
import { compile } from '../../dsl/compile';
import type { PackageDefinition } from '../../dsl/define-package';
import { parseInput } from '../../dsl/input';
import type { FormKind } from '../../dsl/input-form';
import { factsOf } from '../../dsl/testing/samples';
import type { Trial } from '../../ssh/testing/trial';

/** What an operation did: states brought about by milestone, and all that it printed. */
export interface Done {
  applied: Record<string, number>;
  /** Durable commands that the server was made to start. */
  started: number;
  output: string;
  version: string | null;
}

export interface Request {
  definition: PackageDefinition;
  kind: FormKind;
  input?: Record<string, unknown>;
  system?: string;
}

/** Carries out a package on a real server as the worker does: a durable command a milestone. Throws at the first that fails. */
export async function carryOut(
  trial: Trial,
  { definition, kind, input = {}, system = 'debian-12' }: Request,
): Promise<Done> {
  const parsed = parseInput(definition, input, kind);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.issues));
  const plan = compile({ definition, kind, input: parsed.input, facts: factsOf(system) });
  const operation = randomUUID();
  const done: Done = { applied: {}, started: 0, output: '', version: null };
  const host = await trial.host();
  for (const milestone of plan.milestones) {
    const spool = await host.spool();
    const { answer, output, claims } = await trial.run(
      { operation, key: `${milestone.id}.first`, fence: 1, spool, states: statesOf(milestone) },
      { secrets: parsed.secrets },
    );
    done.output += output.toString();
    if (answer.kind !== 'done')
      throw new Error(`${plan.title}, ${milestone.label}: ${JSON.stringify(answer)}\n${done.output}`);
    done.applied[milestone.id] = answer.applied;
    done.started += claims.length;
  }
  if (plan.record.version) done.version = (await host.read(plan.record.version.script)).stdout.trim();
  return done;
}

function statesOf({ states }: PlannedMilestone): CommandState[] {
  return states.map(({ check, apply, verify, capture, repeatable }) => ({
    check: check?.script ?? null,
    apply: apply.script,
    verify: verify?.script ?? null,
    capture: capture?.script ?? null,
    repeatable,
  }));
}
