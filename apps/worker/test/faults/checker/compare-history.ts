import { OPERATION_OUTCOMES } from '@milepost/contract/statuses';
import { named } from './facts';
import type { Facts, SeenOperation } from './facts';

/** Each operation's rows among themselves: ended, numbered without a gap, nothing after its end. */
export function compareHistory({ operations }: Facts): string[] {
  return operations.flatMap((operation) =>
    [...ended(operation), ...numbers(operation), ...ends(operation), ...tells(operation)].map(
      (difference) => `${named(operation)} ${difference}`,
    ),
  );
}

function ended({ status, interrupted, commands, percentage, hasSecrets }: SeenOperation): string[] {
  const found: string[] = [];
  if (!OPERATION_OUTCOMES.some((outcome) => outcome === status)) found.push(`is ${status}`);
  if (interrupted !== null) found.push('is still marked as interrupted');
  if (status === 'completed' && percentage !== 100) found.push(`is completed at ${percentage} %`);
  if (hasSecrets && status !== 'failed') found.push(`is ${status} and keeps its secrets`);
  for (const { key, ended: over } of commands) if (!over) found.push(`has command ${key} that never ended`);
  return found;
}

function numbers({ events, lastEvent }: SeenOperation): string[] {
  const found: string[] = [];
  if (events.length !== lastEvent) found.push(`has ${events.length} events, and says ${lastEvent}`);
  const gap = events.findIndex(({ n }, index) => n !== index + 1);
  if (gap >= 0) found.push(`has event ${events[gap]?.n} where ${gap + 1} should be`);
  const back = events.findIndex(({ at }, index) => at < (events[index - 1]?.at ?? 0));
  if (back >= 0) found.push(`has event ${back + 1} before event ${back} in time`);
  return found;
}

/** One that failed may be tried again: then its end is taken back by a decision, and there is another one. */
function ends({ events, status }: SeenOperation): string[] {
  const found: string[] = [];
  if (events[0]?.type !== 'submitted') found.push(`begins with ${events[0]?.type ?? 'nothing'}`);
  events.forEach(({ type, data }, index) => {
    const next = events[index + 1];
    if (type !== 'closed' || !next) return;
    const again = data['outcome'] === 'failed' && next.type === 'decided';
    if (!again) found.push(`has ${next.type} after closed`);
  });
  const last = events.at(-1);
  if (last?.type !== 'closed') found.push(`ends with ${last?.type ?? 'nothing'}`);
  else if (last.data['outcome'] !== status)
    found.push(`is ${status}, and was closed as ${String(last.data['outcome'])}`);
  return found;
}

function tells({ events, commands, milestones, decisions }: SeenOperation): string[] {
  const found: string[] = [];
  const keys = new Set(events.map(({ key }) => key));
  const count = (type: string): number => events.filter((event) => event.type === type).length;
  for (const { id, key } of commands)
    if (!keys.has(`started-${id}`)) found.push(`does not tell that command ${key} began`);
  if (count('milestone_started') !== commands.length)
    found.push(
      `tells of ${count('milestone_started')} begun milestones, and has ${commands.length} commands`,
    );
  if (count('decided') !== decisions)
    found.push(`tells of ${count('decided')} decisions, and has ${decisions}`);
  for (const { n, status, applied } of milestones) {
    if (status !== 'done' && status !== 'rolled_back') continue;
    const proof = commands.findLast(
      ({ milestone, answer, id }) => milestone === n && answer?.kind === 'done' && keys.has(`done-${id}`),
    );
    if (!proof) found.push(`has milestone ${n} ${status} without a command that says so`);
    else if (proof.answer?.applied !== applied)
      found.push(`has milestone ${n} with ${applied} applied, its command with ${proof.answer?.applied}`);
  }
  return found;
}
