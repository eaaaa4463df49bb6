import { parseFindings } from '@milepost/contract/finding';
import { parseFileDiff } from '@milepost/contract/file-diff';
import { parseObservations } from '@milepost/contract/observation';
import type { Plan, PlannedCommand, PlannedState } from '@milepost/contract/plan';
import { compile } from '../compile';
import { definePackage } from '../define-package';
import type { State } from '../state';
import { step } from '../steps/step';
import type { Shell } from './local-shell';
import { factsOf } from '../conformance/samples';
import { z } from 'zod';

/** A plan of one milestone, with these states alone. */
export function compiledTrial(state: State | State[]): Plan {
  const definition = definePackage({
    id: 'trial',
    title: 'Trial',
    category: 'system',
    description: 'A trial.',
    input: z.object({}),
    operations: { install: () => [step.apply('the trial', state)], uninstall: () => [] },
  });
  return compile({ definition, operation: 'install', input: {}, server: factsOf('debian-12') });
}

/** A state's commands as they would be sent. */
export function compiled(state: State): PlannedState {
  const plan = compiledTrial(state);
  const planned = plan.milestones.flatMap(({ states }) => states).find(({ id }) => id === state.id);
  if (!planned) throw new Error('A trial has one state.');
  return planned;
}

/** Exit codes and output of a state's commands, run one by one where `shell` runs. */
export function runState(
  state: State,
  { shell, secrets = {} }: { shell: Shell; secrets?: Record<string, string> },
) {
  const planned = compiled(state);
  const run = async (command: PlannedCommand | null) => {
    if (!command) throw new Error('The state has no such command.');
    return shell(command.script, secrets);
  };
  return {
    check: async () => (await run(planned.check)).exitCode,
    apply: () => run(planned.apply),
    verify: async () => (await run(planned.verify)).exitCode,
    capture: async () => (await run(planned.capture)).output,
    undo: () => run(planned.undo),
    leftovers: async () => (await run(planned.listLeftovers ?? null)).output,
    explain: async () => (await run(planned.explain ?? null)).output,
    observations: async () => parseObservations((await run(planned.observe ?? null)).output),
    diff: async () => parseFileDiff((await run(planned.diff ?? null)).output),
    findings: async () => parseFindings((await run(planned.preview ?? null)).output),
  };
}
