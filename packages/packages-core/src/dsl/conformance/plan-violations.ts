import type { Plan, PlannedCommand, PlannedMilestone, PlannedState } from '@milepost/contract/plan';
import { isLibraryFunction } from '../plan/libraries';
import { stateCommands } from '../plan/commands';
import { syntaxError } from './syntax';
import { canary } from './samples';

/** What is wrong with a compiled plan, a sentence each. `secrets` are the names of the input's secret fields. */
export function planViolations(plan: Plan, secrets: readonly string[]): string[] {
  const at = `${plan.package} ${plan.kind}`;
  return [
    ...(plan.milestones.length === 0 ? [`${at} has no milestones.`] : []),
    ...duplicates(plan.milestones.map(({ id }) => id)).map((id) => `${at} has two milestones ${id}.`),
    ...plan.milestones.flatMap((milestone) => milestoneViolations(milestone, { at, secrets })),
    ...leaks(plan, { at, secrets }),
    ...(plan.record.version
      ? commandViolations(plan.record.version, { at: `${at} record`, secrets: [] })
      : []),
  ];
}

interface Location {
  at: string;
  secrets: readonly string[];
}

function milestoneViolations(
  { id, states, transient }: PlannedMilestone,
  { at, secrets }: Location,
): string[] {
  return [
    ...duplicates(states.map((state) => state.id)).map((state) => `${at}: ${id} has two states ${state}.`),
    ...states.flatMap((state) => stateViolations(state, { at: `${at}: ${id}/${state.id}`, secrets })),
    ...[...transient, ...states.flatMap(({ failures }) => failures ?? [])].flatMap(({ pattern }) =>
      isPattern(pattern) ? [] : [`${at}: ${id}: not a regular expression: ${pattern}`],
    ),
  ];
}

function stateViolations(state: PlannedState, { at, secrets }: Location): string[] {
  const violations: string[] = [];
  if (!/^[a-z][a-z0-9_]*$/.test(state.id)) violations.push(`${at}: the id is not snake_case.`);
  if (!/\S/.test(state.label) || state.label.endsWith('.'))
    violations.push(`${at}: say in the label what is true, without a full stop.`);
  if (!state.assertion && !/^[A-Z].*[^.]$/.test(state.action ?? ''))
    violations.push(`${at}: say in the action what it does, as in “Install nginx”.`);
  if (!state.check && !state.noCheckReason) violations.push(`${at} has no check and does not say why.`);
  for (const command of [state.check, state.verify]) {
    if (command && hasNegation(command.script))
      violations.push(`${at}: a check is never written with “!”: an error would count as true.`);
  }
  for (const name of ['observe', 'diff'] as const) {
    if (state[name] && state[name].secrets.length > 0)
      violations.push(`${at}: “${name}” reads a secret: what it prints is shown and stored.`);
  }
  if (state.undo && !state.capture) violations.push(`${at} has an undo and captures nothing.`);
  return [
    ...violations,
    ...stateCommands(state).flatMap((command) => commandViolations(command, { at, secrets })),
  ];
}

function commandViolations(
  { script, display, secrets: used }: PlannedCommand,
  { at, secrets }: Location,
): string[] {
  const read = [...script.matchAll(/\bmp_secret ([A-Za-z]\w*(?:\.\w+)*)/g)].map(([, name = '']) => name);
  const unknown = [...new Set([...used, ...read])].filter(
    (name) => !secrets.includes(name) || !used.includes(name),
  );
  const error = syntaxError(script);
  return [
    ...(display.trim() === '' ? [`${at}: shows nothing to people.`] : []),
    ...unknown.map(
      (name) => `${at}: reads a secret that it does not name or that the form does not have: ${name}.`,
    ),
    ...unknownFunctions(script).map(
      (name) => `${at}: calls ${name}, which no library of states/lib defines.`,
    ),
    ...(error ? [`${at}: ${error}`] : []),
  ];
}

/** Words beginning with `mp_` where a command may begin that are no function of a library or of the script itself. */
function unknownFunctions(script: string): string[] {
  const bare = script.replaceAll(/'[^']*'/g, 'q');
  const called = [
    ...bare.matchAll(/(?:^|[;|&({`]|\b(?:then|do|else|elif|if|while|until))[ \t]*(mp_\w+)(?![\w=(])/gm),
  ];
  const names = new Set(called.map(([, name = '']) => name));
  return [...names].filter((name) => !isLibraryFunction(name) && !script.includes(`${name}()`));
}

/** A `!` that stands as a word of its own, outside quotes and comments. */
function hasNegation(script: string): boolean {
  const bare = script.replaceAll(/\\./g, '').replaceAll(/'[^']*'|"(?:\$\([^)]*\)|[^"])*"/g, 'q');
  return /(?:^|[\s;&|({])!(?=\s|$)/m.test(bare);
}

function leaks(plan: Plan, { at, secrets }: Location): string[] {
  const whole = JSON.stringify(plan);
  return secrets.flatMap((name) => {
    const value = canary(name);
    const forms = [value, JSON.stringify(value).slice(1, -1), btoa(value), encodeURIComponent(value)];
    return forms.some((form) => whole.includes(form)) ? [`${at} holds the value of ${name}.`] : [];
  });
}

function isPattern(pattern: string): boolean {
  try {
    return new RegExp(pattern).source.length > 0;
  } catch {
    return false;
  }
}

function duplicates(ids: readonly string[]): string[] {
  return [...new Set(ids.filter((id, i) => ids.indexOf(id) !== i))];
}
