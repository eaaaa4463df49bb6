import { parseArgs } from 'node:util';
import { Problem } from '../services/problem';

export interface OwnerLinkOptions {
  help: boolean;
  /** For an owner who forgot the password. */
  recover: boolean;
  /** Which owner, when there are several. */
  email: string | undefined;
  dataDirectory: string | undefined;
  /** How people reach the console. */
  url: string | undefined;
}

export const HELP = `npm run owner-link -- [options]

  Prints the one-time link that creates the owner, while there is none.

  --recover            a link by which an owner who forgot the password sets a new one
  --email <address>    which owner, when there are several
  --data-dir <folder>  the data directory of the Milepost that is running
  --url <address>      how people reach the console, if not as given to "npm start"
  --help               this text

  With DATABASE_URL, in the shell or in .env, it uses that database.
`;

/** Parses the command line; a Problem with one sentence when it is not understood. */
export function parseOptions(args: string[], env: NodeJS.ProcessEnv): OwnerLinkOptions {
  const values = parse(args);
  if (values.email !== undefined && !values.recover)
    throw new Problem('bad_option', '--email chooses the owner for --recover: give both.');
  return {
    help: values.help,
    recover: values.recover,
    email: values.email,
    dataDirectory: values['data-dir'] ?? (env.MILEPOST_DATA_DIR || undefined),
    url: values.url ?? (env.MILEPOST_URL || undefined),
  };
}

function parse(args: string[]) {
  try {
    return parseArgs({
      args,
      options: {
        help: { type: 'boolean', short: 'h', default: false },
        recover: { type: 'boolean', default: false },
        email: { type: 'string' },
        'data-dir': { type: 'string' },
        url: { type: 'string' },
      },
    }).values;
  } catch (error) {
    const reason = error instanceof Error ? (error.message.split(/[.\n]/)[0] ?? '') : String(error);
    const sentence = `${reason}: "npm run owner-link -- --help" lists the options.`;
    throw new Problem('bad_option', sentence, { cause: error });
  }
}
