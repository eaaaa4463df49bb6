import type { Facts, LedgerLine, SeenOperation, SeenServer } from './facts';

interface Span {
  command: string;
  /** When its intent and its end were reported, in milliseconds. */
  from: number;
  to: number;
}

/** Servers and rows: commands on one server one after the other, in the order that the events tell. */
export function compareOrder({ servers, operations }: Facts): string[] {
  const spans = new Map(operations.flatMap(spansOf).map((span) => [span.command, span]));
  return servers.flatMap((server) => {
    const blocks = blocksOf(server.ledger);
    const differences = [...interleaved(blocks), ...outOfOrder(blocks, spans)];
    return differences.map((difference) => `Server ${server.name}: ${difference}`);
  });
}

const blocksOf = (ledger: SeenServer['ledger']): string[] => ledger.map(commandOf).filter(changes);
const commandOf = ({ operation, key }: LedgerLine): string => `${operation}:${key}`;
const changes = (name: string, index: number, all: string[]): boolean => name !== all[index - 1];

function interleaved(blocks: string[]): string[] {
  const again = new Set(blocks.filter((name, index) => blocks.indexOf(name) < index));
  return [...again].map((name) => `effects of others lie between those of ${name}`);
}

/** A command that was reported as ended before another began must lie before it. */
function outOfOrder(blocks: string[], spans: Map<string, Span>): string[] {
  return blocks.flatMap((later, index) => {
    const mine = spans.get(later);
    const before = mine && blocks.slice(0, index).find((name) => (spans.get(name)?.from ?? 0) > mine.to);
    return before ? [`effects of ${later} lie after those of ${before}, which began when it had ended`] : [];
  });
}

const REPORTED = ['done', 'failed', 'milestone-paused', 'transient', 'lost'];

function spansOf({ id, events, commands }: SeenOperation): Span[] {
  const at = new Map(events.map((event) => [event.key, event.at]));
  return commands.map((command) => ({
    command: `${id}:${command.key}`,
    from: at.get(`started-${command.id}`) ?? 0,
    to: Math.min(...REPORTED.map((word) => at.get(`${word}-${command.id}`) ?? Infinity)),
  }));
}
