import type { Plan, PlannedCommand } from '../../contract/plan';

/** Runs one script as a phase runs on a server, with these secrets behind `$MP_SECRETS`. */
export type Shell = (
  script: string,
  secrets: Record<string, string>,
) => Promise<{ exitCode: number; output: string }>;

export interface CarriedOut {
  milestone: string;
  state: string;
  /** `kept`: its check was true and nothing ran. */
  did: 'kept' | 'applied';
  output: string;
}

/** Carries out a plan by its meaning: each state's check, and where that says no, apply and verify. Throws at the first that fails. */
export async function carryOut(
  plan: Plan,
  { shell, secrets }: { shell: Shell; secrets: Record<string, string> },
): Promise<CarriedOut[]> {
  const done: CarriedOut[] = [];
  for (const milestone of plan.milestones) {
    for (const state of milestone.states) {
      const name = `${plan.package} ${plan.kind}: ${milestone.id}/${state.id}`;
      const run = (command: PlannedCommand) => shell(command.script, pick(secrets, command.secrets));
      const checked = state.check ? await run(state.check) : { exitCode: 1, output: '' };
      if (checked.exitCode > 1)
        throw new Error(`${name}: check ended with ${checked.exitCode}: ${checked.output}`);
      if (checked.exitCode === 0) {
        done.push({ milestone: milestone.id, state: state.id, did: 'kept', output: checked.output });
        continue;
      }
      const applied = await run(state.apply);
      if (applied.exitCode !== 0)
        throw new Error(`${name}: apply ended with ${applied.exitCode}: ${applied.output}`);
      const verified = state.verify ? await run(state.verify) : applied;
      if (verified.exitCode !== 0)
        throw new Error(`${name}: not proven (${verified.exitCode}): ${verified.output}`);
      done.push({ milestone: milestone.id, state: state.id, did: 'applied', output: applied.output });
    }
  }
  return done;
}

function pick(secrets: Record<string, string>, names: readonly string[]): Record<string, string> {
  return Object.fromEntries(Object.entries(secrets).filter(([name]) => names.includes(name)));
}
