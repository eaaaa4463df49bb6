import type { ServerFacts } from '@milepost/contract/facts';
import type { z } from 'zod';
import type { Values } from '../facts/fact';
import type { Steps } from '../steps/step';
import type { Requirement } from './installation';

/** What definitions know of a server: what does not change by the minute. */
export interface Server {
  readonly name: string;
  readonly address: string;
  /** `debian` or `ubuntu`. */
  readonly os: string;
  readonly version: string;
  readonly codename: string;
  readonly arch: string;
  readonly cpus: number;
  readonly memoryMb: number;
}

/** How people call a server, and where the console reaches it. How the server sees that is a fact: `consoleConnection`. */
export interface ServerConnection {
  name: string;
  address: string;
}

const UNKNOWN: ServerConnection = { name: '', address: '' };

/** What definitions are told of a server with these facts. */
export function serverOf(facts: ServerFacts, connection: ServerConnection = UNKNOWN): Server {
  const { os, version, codename, arch, cpus, memory } = facts;
  return { ...connection, os, version, codename, arch, cpus, memoryMb: Math.floor(memory / 1024 ** 2) };
}

/** What every operation receives. */
export interface BaseContext<Input extends z.ZodObject, F, D, R, P> {
  /** `install`, also for a change; `update`, `uninstall`, `deploy` … */
  readonly operation: string;
  /** The installation's input, in every operation: from the form in an install or a change, else as stored. */
  readonly input: z.output<Input>;
  readonly facts: Values<F>;
  /** Read before each compile, even before the first install. */
  readonly discovered: Values<D>;
  readonly server: Server;
  readonly requires: { readonly [K in keyof R]: R[K] extends Requirement<infer I> ? I : never };
  readonly parent: P extends Requirement<infer I> ? I : null;
}

/** What the last completed operation left. */
export interface Installed<Input extends z.ZodObject> {
  readonly input: z.output<Input>;
  readonly version: string | null;
}

/** What the operation named K receives. */
export type ContextOf<K, B, Input extends z.ZodObject, O> = B & {
  /** The completed installation; null during a first install. */
  readonly installed: K extends 'install' ? Installed<Input> | null : Installed<Input>;
  /** What this operation asks. */
  readonly options: O extends z.ZodObject ? z.output<O> : Record<never, never>;
} & (K extends 'uninstall'
    ? {
        /** A person chose "Remove data". */
        readonly removeData: boolean;
      }
    : unknown);

/** An operation that asks something or has words of its own. */
export interface OperationDraft<C, Input extends z.ZodObject, O> {
  /** What the operation asks. Defaults destroy nothing. */
  options: O;
  /** "Run a command"; from the key, when left out: `deploy` is "Deploy". */
  does?: string;
  steps: (context: C) => Steps;
  /** What of the input it replaces when it completes: a new password, another branch. */
  sets?: (context: C) => Partial<z.output<Input>>;
}

/** `install`, `update`, `uninstall`, and the package's own. A function where the operation asks nothing. */
export type Operations<B, Input extends z.ZodObject, O> = {
  [K in keyof O]:
    | ((context: ContextOf<K, B, Input, undefined>) => Steps)
    | OperationDraft<ContextOf<K, B, Input, O[K]>, Input, O[K]>;
};
