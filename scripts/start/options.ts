import { parseArgs } from 'node:util';
import { packageFiles } from '@milepost/packages-core/dsl/own/package-files';
import { Problem } from '../services/problem';

export interface StartOptions {
  help: boolean;
  host: string;
  port: number;
  /** The address people open, when it is not http://<host>:<port>. */
  url: string | undefined;
  dataDirectory: string | undefined;
  practice: boolean;
  temporalPort: number;
  uiPort: number;
  postgresPort: number;
}

export const HELP = `npm start -- [options]

  Runs Milepost on this machine: PostgreSQL, Temporal, the worker and the console.

  --port <number>           the console's port                      (4400)
  --host <address>          the address the console listens on      (127.0.0.1)
  --url <address>           how people reach the console, when it stands behind a proxy
  --data-dir <folder>       where everything is stored              (see docs/configuration.md)
  --temporal-port <number>  Temporal's port, on 127.0.0.1           (4403)
  --ui-port <number>        the Temporal UI's port, on 127.0.0.1    (4408)
  --postgres-port <number>  PostgreSQL's port, on 127.0.0.1         (4432)
  --no-practice             no practice server
  --help                    this text

  Instead of its own services it uses yours when these are set, in the shell or in .env:

  DATABASE_URL              a PostgreSQL database, as the owner of its tables (with MILEPOST_WEB_DATABASE_URL
                            and MILEPOST_WORKER_DATABASE_URL, the same with the logins of console and worker)
  TEMPORAL_ADDRESS          host:port of a Temporal server (with TEMPORAL_NAMESPACE and TEMPORAL_UI_URL)
`;

/** Parses the command line; a Problem with one sentence when it is not understood. */
export function parseOptions(args: string[], env: NodeJS.ProcessEnv): StartOptions {
  const values = parse(args);
  checkPackagesDirectory(env.MILEPOST_PACKAGES_DIR);
  return {
    help: values.help,
    host: values.host,
    port: port('--port', values.port),
    url: webAddress(values.url ?? env.MILEPOST_URL),
    dataDirectory: values['data-dir'] ?? (env.MILEPOST_DATA_DIR || undefined),
    practice: !values['no-practice'],
    temporalPort: port('--temporal-port', values['temporal-port']),
    uiPort: port('--ui-port', values['ui-port']),
    postgresPort: port('--postgres-port', values['postgres-port']),
  };
}

/** Worker and console read it as they start; what is wrong with it is said here, before anything is started. */
function checkPackagesDirectory(directory: string | undefined): void {
  if (!directory) return;
  try {
    packageFiles(directory);
  } catch (error) {
    const sentence = error instanceof Error ? error.message : String(error);
    throw new Problem('bad_option', sentence, { cause: error });
  }
}

function parse(args: string[]) {
  try {
    return parseArgs({
      args,
      options: {
        help: { type: 'boolean', short: 'h', default: false },
        host: { type: 'string', default: '127.0.0.1' },
        port: { type: 'string', default: '4400' },
        url: { type: 'string' },
        'data-dir': { type: 'string' },
        'no-practice': { type: 'boolean', default: false },
        'temporal-port': { type: 'string', default: '4403' },
        'ui-port': { type: 'string', default: '4408' },
        'postgres-port': { type: 'string', default: '4432' },
      },
    }).values;
  } catch (error) {
    const reason = error instanceof Error ? (error.message.split(/[.\n]/)[0] ?? '') : String(error);
    throw new Problem('bad_option', `${reason}: "npm start -- --help" tells the options.`, { cause: error });
  }
}

function port(option: string, text: string): number {
  const value = /^\d+$/.test(text) ? Number(text) : 0;
  if (value >= 1 && value <= 65_535) return value;
  throw new Problem('bad_option', `${option} takes a number from 1 to 65535, and "${text}" is not one.`);
}

function webAddress(text: string | undefined): string | undefined {
  if (text === undefined || text === '') return undefined;
  if (/^https?:\/\/[^/]+\/?$/.test(text) && URL.canParse(text)) return text.replace(/\/$/, '');
  throw new Problem(
    'bad_option',
    `The console's address "${text}" is not one like https://milepost.example.com.`,
  );
}
