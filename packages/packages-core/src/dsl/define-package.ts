import { z } from 'zod';
import type { ServerFacts } from '@milepost/contract/facts';
import type { Command } from './sh';
import type { State } from './state';

/** A package's parsed input: secrets are `Secret` references. */
export type PackageInput = Record<string, unknown>;

export type Credential = 'root' | 'user' | 'worker';

export interface EnsureContext<Input> {
  input: Input;
  facts: ServerFacts;
}

/** A named, ordered step. Its states are applied one after the other. */
export interface Milestone<Input = PackageInput> {
  /** Permanent, from the vocabulary: `install_software`. */
  id: string;
  /** From the vocabulary: "Installing Redis". */
  label: string;
  /** The package's own, when left out. */
  credential?: Credential;
  /** Pure: answers with data. A milestone with nothing to ensure is left out of the plan. */
  ensure(context: EnsureContext<Input>): State | readonly State[];
}

/** What the installation's record holds once the install is complete. */
export interface PackageRecord {
  /** Prints the installed version. */
  version: Command | null;
  /** Secrets in it are masked. */
  configuration: Record<string, unknown>;
  /** Prints the copies of files that Milepost replaced, a path a line: `file.keptCopies`. */
  copies?: Command;
}

/** Data of a package: where it is by default, and what moves it. An install over a package that is there keeps these settings. */
export interface PackageData {
  /** For people: "all that is stored in Redis". */
  content: string;
  /** Absolute paths. */
  paths: readonly string[];
  /** Settings that decide where the data is and whether it can be read; or in a sentence why nothing can move it. */
  locatedBy: { file: string; settings: readonly string[] } | string;
}

interface PackageMetadata {
  /** snake_case, unique, permanent. */
  id: string;
  title: string;
  category: string;
  /** One sentence for the catalog. */
  description?: string;
  scope: 'server' | 'site';
  credential: Credential;
  /** `debian-12`, `ubuntu-24.04`: os-release's ID and VERSION_ID. */
  supports: readonly string[];
  /** Ids of packages that must be there. */
  requires?: readonly string[];
  /** Ids of packages that must not be there. */
  conflicts?: readonly string[];
  /** What it stores on the server, if it stores anything. */
  data?: readonly PackageData[];
}

/** A package as everything but its own file sees it. */
export interface PackageDefinition extends Required<PackageMetadata> {
  input: z.ZodObject;
  uninstallInput: z.ZodObject;
  install: readonly Milestone[];
  update: readonly Milestone[] | null;
  uninstall: readonly Milestone[];
  record(context: EnsureContext<PackageInput>): PackageRecord;
}

interface PackageOptions<
  Input extends z.ZodObject,
  UninstallInput extends z.ZodObject,
> extends PackageMetadata {
  input: Input;
  /** What an uninstall asks; nothing, when left out. Its defaults destroy nothing. */
  uninstallInput?: UninstallInput;
  install: readonly Milestone<z.output<Input>>[];
  update?: readonly Milestone<z.output<Input>>[];
  uninstall: readonly Milestone<z.output<UninstallInput>>[];
  record(context: EnsureContext<z.output<Input>>): PackageRecord;
}

/** Defines a package: the catalog, the form, the validation, the plan and the preview all come from this. */
export function definePackage<
  Input extends z.ZodObject,
  UninstallInput extends z.ZodObject = z.ZodObject<Record<never, never>>,
>(options: PackageOptions<Input, UninstallInput>): PackageDefinition {
  return {
    description: '',
    requires: [],
    conflicts: [],
    data: [],
    ...options,
    uninstallInput: options.uninstallInput ?? z.object({}),
    update: options.update ?? null,
  };
}
