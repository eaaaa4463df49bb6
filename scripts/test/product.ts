import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { ROOT } from '../services/paths';
import { freePort } from './free-port';

export interface ProductOptions {
  dataDirectory: string;
  practice: boolean;
  /** Chosen when left out. Give the same again to start again at the same addresses. */
  ports?: ProductPorts;
  env?: NodeJS.ProcessEnv;
}

export interface ProductPorts {
  web: number;
  temporal: number;
  ui: number;
  postgres: number;
}

/** What a person reads on the terminal once it runs. */
export interface ProductSummary {
  url: string;
  /** Null once there is an owner. */
  ownerLink: string | null;
  temporalUiUrl: string;
}

/** A process of `npm start`, up or not. */
export interface StartedProduct {
  ports: ProductPorts;
  dataDirectory: string;
  child: ChildProcess;
  /** All it has printed so far, both streams. */
  output: () => string;
  /** Resolves with the exit code, or -1 after a signal. */
  exited: Promise<number>;
  /** Resolves when this was printed; rejects when it ended before, with what it printed. */
  printed: (pattern: RegExp) => Promise<RegExpMatchArray>;
}

/** One that is up. */
export interface Product extends StartedProduct, ProductSummary {
  /** SIGTERM, and waits for the end. */
  stop: () => Promise<number>;
  /** The process id of a part, as of now. */
  pid: (part: 'web' | 'worker' | 'temporal' | 'postgres') => Promise<number>;
}

/** The real `npm start` as a process of its own, with ports of its own; does not wait until it is up. */
export async function launchProduct(options: ProductOptions): Promise<StartedProduct> {
  const ports = options.ports ?? {
    web: await freePort(),
    temporal: await freePort(),
    ui: await freePort(),
    postgres: await freePort(),
  };
  const child = spawn(
    process.execPath,
    [
      path.join(ROOT, 'scripts/start.mjs'),
      ...['--data-dir', options.dataDirectory, '--port', String(ports.web)],
      ...['--temporal-port', String(ports.temporal), '--ui-port', String(ports.ui)],
      ...['--postgres-port', String(ports.postgres), ...(options.practice ? [] : ['--no-practice'])],
    ],
    { cwd: ROOT, env: { ...process.env, ...options.env }, stdio: ['ignore', 'pipe', 'pipe'] },
  );
  let output = '';
  const listeners = new Set<() => void>();
  for (const stream of [child.stdout, child.stderr]) {
    createInterface({ input: stream }).on('line', (line) => {
      output += `${line}\n`;
      for (const listener of listeners) listener();
    });
  }
  const exited = new Promise<number>((resolve) => child.once('close', (code) => resolve(code ?? -1)));
  const printed = (pattern: RegExp) =>
    new Promise<RegExpMatchArray>((resolve, reject) => {
      const look = () => {
        const match = output.match(pattern);
        if (match) resolve(match);
        if (match) listeners.delete(look);
      };
      listeners.add(look);
      void exited.then((code) => reject(new Error(`npm start ended with ${code}:\n${output}`)));
      look();
    });
  const { dataDirectory } = options;
  return { ports, dataDirectory, child, output: () => output, exited, printed };
}

/** Starts the product and waits until it is up, practice server included where one is wanted. */
export async function startProduct(options: ProductOptions): Promise<Product> {
  const started = await launchProduct(options);
  const { child, output, exited, printed } = started;
  await printed(/^Ctrl-C stops everything\.$/m);
  if (options.practice) await printed(/practice server is ready|Practice server +ready/i);
  const row = (name: string) => output().match(new RegExp(`^  ${name} +(\\S+)`, 'm'))?.[1] ?? null;
  return {
    ...started,
    url: row('Console') ?? '',
    ownerLink: row('Create owner'),
    temporalUiUrl: row('Temporal UI') ?? '',
    stop: () => {
      child.kill('SIGTERM');
      return exited;
    },
    pid: async (part) => {
      const file = path.join(options.dataDirectory, 'run', `${part}.pid`);
      return (JSON.parse(await readFile(file, 'utf8')) as { pid: number }).pid;
    },
  };
}
