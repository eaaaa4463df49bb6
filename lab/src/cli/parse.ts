import { parseArgs } from 'node:util';
import { LabError } from '../lab-error';
import { MAX_SERVERS } from '../network';
import { SUITES, isSuite } from '../suite';
import type { Suite } from '../suite';

export interface Flags {
  lab: string;
  suite?: Suite;
  stateDir?: string;
  prefix?: string;
  /** null: no limit. */
  memory?: string | null;
  json: boolean;
  docker: boolean;
}

export type Command =
  | { verb: 'help' }
  | { verb: 'support' }
  | { verb: 'status' | 'halt'; flags: Flags }
  | { verb: 'up'; count: number; flags: Flags }
  | { verb: 'down'; index: number | undefined; flags: Flags }
  | { verb: 'cut' | 'heal' | 'kill' | 'freeze'; index: number; flags: Flags }
  | { verb: 'ssh' | 'exec'; index: number; command: string[]; flags: Flags };

const OPTIONS = {
  lab: { type: 'string' },
  suite: { type: 'string' },
  'state-dir': { type: 'string' },
  subnet: { type: 'string' },
  memory: { type: 'string' },
  json: { type: 'boolean' },
  docker: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const;

/** Reads the command line. @throws LabError with the sentence to show. */
export function parse(argv: string[]): Command {
  const { own, rest } = splitAtCommand(argv);
  const { values, positionals } = read(own);
  const [verb, first, ...more] = positionals;
  if (values.help || verb === undefined || verb === 'help') return { verb: 'help' };
  const surplus = (words: (string | undefined)[]) => {
    const word = words.find((each) => each !== undefined);
    if (word !== undefined) throw new LabError(`${verb} does not take "${word}"`);
  };
  const flags = readFlags(values);
  switch (verb) {
    case 'support':
      surplus([first]);
      return { verb };
    case 'status':
    case 'halt':
      surplus([first]);
      return { verb, flags };
    case 'up':
      surplus(more);
      return { verb, count: number(first, 'up takes the number of servers'), flags };
    case 'down':
      surplus(more);
      return { verb, index: first === undefined ? undefined : number(first, 'down takes a server'), flags };
    case 'cut':
    case 'heal':
    case 'kill':
    case 'freeze':
      surplus(more);
      return { verb, index: number(first, `${verb} takes a server`), flags };
    case 'ssh':
    case 'exec':
      return { verb, index: number(first, `${verb} takes a server`), command: rest, flags };
    default:
      throw new LabError(`there is no command "${verb}": try --help`);
  }
}

/** What follows `ssh I` and `exec I` belongs to the server, dashes and all. */
function splitAtCommand(argv: string[]): { own: string[]; rest: string[] } {
  const { tokens } = parseArgs({ args: argv, options: OPTIONS, strict: false, tokens: true });
  const words = tokens.filter((token) => token.kind === 'positional');
  const end = words[1] && ['ssh', 'exec'].includes(words[0]?.value ?? '') ? words[1].index + 1 : argv.length;
  const rest = argv.slice(end);
  return { own: argv.slice(0, end), rest: rest[0] === '--' ? rest.slice(1) : rest };
}

function read(args: string[]) {
  try {
    return parseArgs({ args, options: OPTIONS, allowPositionals: true });
  } catch (error) {
    throw new LabError((error as Error).message.split('. ')[0] ?? 'bad options');
  }
}

function readFlags(values: ReturnType<typeof read>['values']): Flags {
  const { suite, subnet, memory, lab = 'lab', json = false, docker = false } = values;
  if (suite !== undefined && !isSuite(suite)) throw new LabError(`--suite is one of ${SUITES.join(', ')}`);
  const prefix = subnet?.replace(/\.0\/24$/, '');
  if (prefix !== undefined && !isPrefix(prefix))
    throw new LabError('--subnet takes three bytes, like 10.86.7');
  if (memory !== undefined && !/^(none|\d+[KMG]?)$/.test(memory))
    throw new LabError('--memory takes a size, like 512M');
  return {
    lab,
    json,
    docker,
    ...(suite && { suite }),
    ...(prefix && { prefix }),
    ...(values['state-dir'] && { stateDir: values['state-dir'] }),
    ...(memory && { memory: memory === 'none' ? null : memory }),
  };
}

const isPrefix = (text: string) =>
  /^\d{1,3}\.\d{1,3}\.\d{1,3}$/.test(text) && text.split('.').every((byte) => Number(byte) < 256);

function number(text: string | undefined, what: string): number {
  const value = Number(text);
  if (text !== undefined && /^\d+$/.test(text) && value >= 1 && value <= MAX_SERVERS) return value;
  throw new LabError(`${what}, from 1 to ${MAX_SERVERS}${text === undefined ? '' : `, not "${text}"`}`);
}
