import { readFile } from 'node:fs/promises';
import path from 'node:path';

/** The product that the specs run against. */
export interface RunningProduct {
  /** The console's address. */
  url: string;
  /** The one-time link that `npm start` printed; owner.setup.ts uses it up. */
  ownerLink: string | null;
  temporalUiUrl: string;
  /** As its superuser, for looking and for breaking. */
  databaseUrl: string;
  /** Logs, keys and pid files of the parts are in there. */
  dataDirectory: string;
  /** The process of `npm start`. */
  startPid: number;
  /** Playwright's storage state of the owner: `test.use({ storageState: product().signedIn })`. */
  signedIn: string;
}

const VARIABLE = 'MILEPOST_E2E';

/** Called by the global setup: its environment is handed on to the specs. */
export function announce(products: RunningProduct[]): void {
  process.env[VARIABLE] = JSON.stringify(products);
}

/** All that run now, one for each of Playwright's workers. */
export function products(): RunningProduct[] {
  const text = process.env[VARIABLE];
  if (!text) throw new Error('The product does not run: start the specs with "npm test -- browser".');
  return JSON.parse(text) as RunningProduct[];
}

/** The product of this worker, which runs one spec at a time. */
export function product(): RunningProduct {
  const own = products()[Number(process.env.TEST_PARALLEL_INDEX ?? 0)];
  if (own === undefined) throw new Error('There are more workers than products: see global-setup.ts.');
  return own;
}

/** The process id of one of its parts, as of now: a part that crashed has another one soon. */
export async function partPid(part: 'web' | 'worker' | 'temporal' | 'postgres'): Promise<number> {
  const file = path.join(product().dataDirectory, 'run', `${part}.pid`);
  return (JSON.parse(await readFile(file, 'utf8')) as { pid: number }).pid;
}
