import { seeded } from '../seeded';
import type { Seeded } from '../seeded';

/** The software that a ledger package brings: its parts, in order. */
export const PARTS = ['p1', 'p2', 'p3'] as const;
export type Part = (typeof PARTS)[number];

export interface DrawnPart {
  part: Part;
  /** Lines that its apply prints, and how long it rests in the middle, in milliseconds. */
  lines: number;
  ms: number;
  /** It fails until somebody mends the server. */
  broken: boolean;
  /** Its first try ends as a mirror's 503 does. */
  flaky: boolean;
  /** Its undo fails until somebody mends the server. */
  stuck: boolean;
}

/** What a person answers at a decision point. `mended`: the server is mended first. */
export interface Answer {
  action: 'retry' | 'retry_from' | 'skip' | 'roll_back' | 'mark_failed';
  mended: boolean;
}

/** What befalls an operation, so many milliseconds after it was submitted. */
export type Trouble = { afterMs: number } & (
  | { kind: 'cancel' | 'cancel in Temporal' | 'terminate' }
  /** It is resumed after `forMs`, by hand or by the clock. */
  | { kind: 'pause'; forMs: number; by: 'hand' | 'clock' }
);

export interface DrawnOperation {
  packageId: string;
  /** Where nothing is installed, an uninstall becomes an install. */
  kind: 'install' | 'uninstall';
  /** A milestone each; of packages in the catalog it says nothing. */
  milestones: DrawnPart[][];
  answers: Answer[];
  troubles: Trouble[];
  /** Whether it is tried again after it was given up. */
  again: boolean;
  /** Before it is submitted, in milliseconds. */
  restMs: number;
}

/** Persons at work on a server at once: each sees to packages that nobody else there touches. */
export const PERSONS = [
  { name: 'ada', catalog: 'nginx', ledger: 'ledger-a' },
  { name: 'grace', catalog: 'redis', ledger: 'ledger-b' },
  { name: 'edsger', catalog: null, ledger: 'ledger-c' },
] as const;

/** What all persons do, by server and person: the same for the same seed. */
export function drawOperations(seed: number, of: { count: number; servers: number }): DrawnOperation[][][] {
  const drawn = Array.from({ length: of.servers }, () => PERSONS.map((): DrawnOperation[] => []));
  for (let n = 0; n < of.count; n++) {
    const server = n % of.servers;
    const person = Math.floor(n / of.servers) % PERSONS.length;
    drawn[server]?.[person]?.push(drawOperation(seeded(seed, `operation ${n}`), person));
  }
  return drawn;
}

function drawOperation(chance: Seeded, person: number): DrawnOperation {
  const odds = (share: number): boolean => chance.next() < share;
  const { catalog, ledger } = PERSONS[person] ?? PERSONS[0];
  const packageId = odds(0.12) && catalog ? catalog : ledger;
  const slow = packageId !== ledger;
  const breaks = odds(0.35) ? chance.below(PARTS.length) : null;
  const parts = PARTS.map((part, index) => ({
    part,
    lines: chance.pick([0, 3, 40, 2_000]),
    ms: chance.below(500),
    broken: index === breaks,
    flaky: odds(0.06),
    stuck: odds(0.1),
  }));
  return {
    packageId,
    kind: odds(0.6) ? 'uninstall' : 'install',
    milestones: chance.pick([[parts], [parts.slice(0, 1), parts.slice(1)], parts.map((part) => [part])]),
    answers: Array.from({ length: 4 }, () => drawAnswer(chance)),
    troubles: drawTroubles(chance, slow ? 10_000 : 3_000),
    again: odds(0.5),
    restMs: chance.below(400),
  };
}

const drawAnswer = (chance: Seeded): Answer => ({
  action: chance.pick(['retry', 'retry', 'retry_from', 'skip', 'roll_back', 'roll_back', 'mark_failed']),
  mended: chance.next() < 0.7,
});

const KINDS = ['cancel', 'cancel in Temporal', 'pause', 'pause', 'terminate', 'terminate'] as const;

function drawTroubles(chance: Seeded, within: number): Trouble[] {
  const troubles: Trouble[] = [];
  while (chance.next() < 0.45 && troubles.length < 3) {
    const afterMs = chance.below(within);
    const kind = chance.pick(KINDS);
    if (kind === 'pause')
      troubles.push({ kind, afterMs, forMs: chance.below(2_000), by: chance.pick(['hand', 'clock']) });
    else troubles.push({ kind, afterMs });
  }
  return troubles.sort((one, other) => one.afterMs - other.afterMs);
}
