import { GUARDED } from './compare-effects';
import { isLedger, named } from './facts';
import type { Facts, LedgerLine, SeenCommand, SeenOperation } from './facts';
import { linesByCommand } from './read-facts';

/** What is stored of a command's output, against what the server's ledger says that it printed. */
export function compareOutput(facts: Facts): string[] {
  const byCommand = linesByCommand(facts);
  return facts.operations.flatMap((operation) =>
    [
      ...counted(operation),
      ...operation.commands.flatMap((command) => [
        ...whole(command),
        ...(isLedger(operation.packageId)
          ? printed(command, byCommand.get(`${operation.id}:${command.key}`) ?? [])
          : []),
      ]),
    ].map((difference) => `${named(operation)} ${difference}`),
  );
}

function counted({ commands, lastOutput }: SeenOperation): string[] {
  if (commands.some(({ capped }) => capped)) return [];
  const pieces = commands.reduce((sum, command) => sum + command.pieces.length, 0);
  return pieces === lastOutput ? [] : [`has ${pieces} pieces of output, and says ${lastOutput}`];
}

function whole({ key, pieces, nextOffset, capped }: SeenCommand): string[] {
  if (capped) return [];
  let end = 0;
  for (const { offset, bytes } of pieces) {
    if (offset !== end) return [`has output of ${key} at byte ${offset} where ${end} should be`];
    end += bytes;
  }
  return end === nextOffset ? [] : [`has ${end} bytes of output of ${key}, and says ${nextOffset}`];
}

function printed({ key, answer, output }: SeenCommand, lines: LedgerLine[]): string[] {
  const all = lines.map(textOf).join('');
  const ended = answer?.kind === 'done' || answer?.kind === 'failed' || answer?.kind === 'paused';
  if (ended && answer.exitCode !== GUARDED)
    return output === all ? [] : [`stored of ${key} ${differ(output, all)}`];
  // Guarded: a sentence follows. Cut off: what came after its last piece is not known.
  const agrees = answer?.exitCode === GUARDED ? output.startsWith(all) : all.startsWith(output);
  return agrees ? [] : [`stored of ${key} ${differ(output, all)}`];
}

function textOf({ part, word, lines }: LedgerLine): string {
  const first = `${word} ${part} ${lines}\n`;
  if (word === 'flaked') return `${first}the mirror answered 503\n`;
  if (word !== 'begun') return first;
  return first + Array.from({ length: lines }, (_, index) => `${index + 1}\n`).join('');
}

function differ(stored: string, expected: string): string {
  let at = 0;
  while (at < stored.length && stored[at] === expected[at]) at++;
  const quote = (text: string): string => JSON.stringify(text.slice(at, at + 30));
  return `${quote(stored)} at byte ${at}, where the server printed ${quote(expected)}`;
}
