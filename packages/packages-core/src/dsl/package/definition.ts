import type { PlannedRequirement } from '@milepost/contract/plan';
import type { z } from 'zod';
import type { Fact, Json, VersionFact } from '../facts/fact';
import type { Service } from '../services/service';
import type { Steps } from '../steps/step';
import type { Category } from './categories';
import type { Server } from './context';
import type { DataDeclaration } from './data';
import type { FoundInstance } from './found';
import type { Installation } from './installation';
import type { Listen } from './listen';

/** A package's parsed input: secrets are `Secret` references. */
export type PackageInput = Record<string, unknown>;

/** What an operation is compiled from, as everything but the definition itself sees it. */
export interface OperationContext {
  operation: string;
  input: PackageInput;
  options: PackageInput;
  installed: { input: PackageInput; version: string | null } | null;
  discovered: Readonly<Record<string, Json>>;
  facts: Readonly<Record<string, Json>>;
  requires: Readonly<Record<string, Installation | null>>;
  parent: Installation | null;
  server: Server;
  removeData: boolean;
}

/** One operation of a package. */
export interface OperationDefinition {
  /** Imperative: "Install", "Roll back to an earlier release". */
  does: string;
  /** What it asks. That of an install is empty: it asks the package's input. */
  options: z.ZodObject;
  steps(this: void, context: OperationContext): Steps;
  /** What of the input it replaces when it completes. */
  sets: ((context: OperationContext) => PackageInput) | null;
}

/** The words for bringing a package about and for ending it: "Install" and "Uninstall", "Create" and "Drop". */
export interface Verbs {
  install: string;
  uninstall: string;
}

/** Inputs that identify one of several installations and never change. */
export interface Instance {
  by: readonly string[];
  title(this: void, input: PackageInput): string;
}

type AnyFact = Fact<Json> | ((input: PackageInput) => Fact<Json>);

/** A package as everything but its own file sees it. */
export interface PackageDefinition {
  /** snake_case, unique, permanent. */
  id: string;
  title: string;
  category: Category;
  /** One sentence for the catalog. */
  description: string;
  scope: 'server' | 'site';
  /** `debian-12`, `ubuntu-24.04`: os-release's ID and VERSION_ID. */
  supports: readonly string[];
  /** Where its installations live. */
  within: Pick<PackageDefinition, 'id' | 'title'> | null;
  /** The record ends with the uninstall of its parent. */
  endsWithParent: boolean;
  /** What it needs: its parent, what its definition requires, and what its form chooses. */
  requirements: readonly PlannedRequirement[];
  /** Words that others may require or conflict with, beside its id. */
  provides: readonly string[];
  /** IDs of packages, and what others provide, that must not be there. */
  conflicts: readonly string[];
  input: z.ZodObject;
  /** Null: one on a server, or in a parent. */
  instance: Instance | null;
  verbs: Verbs;
  upgradeInput(this: void, stored: Readonly<Record<string, unknown>>): Record<string, unknown>;
  facts: Readonly<Record<string, Fact<Json>>>;
  discover: Readonly<Record<string, AnyFact>>;
  version(this: void, input: PackageInput): VersionFact | null;
  /** What of it is on a server, also without Milepost; null where that cannot be told. */
  found: Fact<readonly FoundInstance[]> | null;
  /** What its settings are there, by the name of the input: where one cannot be told it is null. */
  foundSettings(this: void, identity: PackageInput): Readonly<Record<string, Fact<Json>>>;
  services(this: void, input: PackageInput): readonly Service[];
  listens(this: void, input: PackageInput): readonly Listen[];
  data: DataDeclaration<PackageInput, Readonly<Record<string, Json>>> | null;
  /** Sentences. */
  refuse(this: void, context: OperationContext): readonly (string | false | null | undefined)[];
  /** By name: those of the definition, and those that follow from its services. */
  operations: Readonly<Record<string, OperationDefinition>>;
}
