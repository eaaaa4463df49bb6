import { isLedger, named } from './facts';
import type { Facts, LedgerLine, SeenCommand, SeenMilestone, SeenOperation } from './facts';
import { isBack, linesByCommand } from './read-facts';

/** Servers and rows: each effect exactly as often as the applied commands say; none lost, none doubled. */
export function compareEffects(facts: Facts): string[] {
  const byCommand = linesByCommand(facts);
  const known = new Set(
    facts.operations.flatMap(({ id, commands }) => commands.map(({ key }) => `${id}:${key}`)),
  );
  const strangers = [...byCommand.keys()].filter((command) => !known.has(command));
  return [
    ...strangers.map((command) => `A server's ledger has lines of ${command}, which no row knows`),
    ...facts.operations
      .filter(({ packageId }) => isLedger(packageId))
      .flatMap((operation) => [
        ...operation.commands.flatMap((command) =>
          ofCommand(operation, command, byCommand.get(`${operation.id}:${command.key}`) ?? []).map(
            (difference) => `${named(operation)} command ${command.key} ${difference}`,
          ),
        ),
        ...undone(operation, byCommand).map((difference) => `${named(operation)} ${difference}`),
      ]),
  ];
}

const ENDINGS: Record<string, string[]> = {
  begun: ['ended', 'failed', 'flaked'],
  undoing: ['undone', 'stuck'],
};
const BAD = ['failed', 'flaked', 'stuck'];
/** What stopped it may have come at any moment. */
const CUT_OFF = ['stopped', 'lost'];

function ofCommand(operation: SeenOperation, command: SeenCommand, lines: LedgerLine[]): string[] {
  const { milestone: n, answer, claimed } = command;
  const found: string[] = [];
  const tries = new Set(lines.map(({ attempt }) => attempt));
  if (tries.size > 1) found.push(`ran ${tries.size} times`);
  const parts = operation.milestones.find((milestone) => milestone.n === n)?.parts ?? [];
  const inOrder = isBack(operation, command) ? parts.toReversed() : parts;

  const open = sequence(lines, inOrder, found);
  const cut = answer === null || CUT_OFF.includes(answer.kind);
  if (open && !cut) found.push(`answered ${answer.kind} while ${open} was at work`);
  const last = lines.at(-1)?.word ?? '';
  const done = lines.filter(({ word }) => word === 'ended').length;

  if (answer?.kind === 'done') {
    if (BAD.includes(last)) found.push(`is done, and its last effect is “${last}”`);
    if (!isBack(operation, command) && done !== answer.applied)
      found.push(`says ${answer.applied} applied, and the ledger has ${done}`);
  }
  if (answer?.kind === 'paused' && BAD.includes(last)) found.push(`paused after “${last}”`);
  if ((answer?.kind === 'refused' || answer?.kind === 'unreached') && !claimed && lines.length > 0)
    found.push(`was ${answer.kind}, and the ledger has ${lines.length} lines of it`);
  if (answer?.kind === 'failed' && ![...BAD, ''].includes(last) && answer.exitCode !== GUARDED)
    found.push(`failed, and its last effect is “${last}”`);
  return found;
}

/** What the apply of a state exits with that was cut off before, with its outcome unknown: nothing is applied. */
export const GUARDED = 86;

/** Each part once, in its order, ended before the next begins. Returns the one that did not end. */
function sequence(lines: LedgerLine[], parts: string[], found: string[]): string | null {
  let open: LedgerLine | null = null;
  let at = -1;
  for (const line of lines) {
    const { part, word } = line;
    if (word in ENDINGS) {
      const place = parts.indexOf(part);
      if (open) found.push(`began ${part} while ${open.part} was at work`);
      if (place < 0) found.push(`began ${part}, which is none of its states`);
      else if (place === at) found.push(`began ${part} twice`);
      else if (place < at) found.push(`began ${part} out of order`);
      at = place;
      open = line;
    } else if (!open || open.part !== part || !ENDINGS[open.word]?.includes(word)) {
      found.push(`has “${part} ${word}” after “${open ? `${open.part} ${open.word}` : 'nothing'}”`);
    } else open = null;
  }
  return open?.part ?? null;
}

/** During a rollback each part that was begun is undone, once; what was not begun is left alone. */
function undone(operation: SeenOperation, byCommand: Map<string, LedgerLine[]>): string[] {
  const { id, commands, milestones } = operation;
  const back = milestones.filter(({ status }) => status === 'rolled_back');
  return back.flatMap(({ n, parts }: SeenMilestone) => {
    const own = commands.filter(({ milestone }) => milestone === n);
    const lines = own.flatMap(({ key }) => byCommand.get(`${id}:${key}`) ?? []);
    const cut = own.some(({ answer }) => answer === null || CUT_OFF.includes(answer.kind));
    return parts.flatMap((part) => {
      const count = (word: string): number =>
        lines.filter((line) => line.part === part && line.word === word).length;
      const times = count('undone');
      const due = count('begun') > 0 ? 1 : 0;
      // Between a capture and its apply, or between an undo and its note, a stop leaves no line.
      return times === due || (cut && times >= due) ? [] : [`undid ${part} ${times} times, not ${due}`];
    });
  });
}
