import { z } from 'zod';
import type { Fact, Facts, FactsOf, Json, Values, VersionFact } from './facts/fact';
import { requirementsOf } from './form/requirements';
import type { BaseContext, Installed, Operations } from './package/context';
import type { DataDeclaration } from './package/data';
import { REMOVE_DATA } from './package/data';
import type { Category } from './package/categories';
import type { OperationDefinition, PackageDefinition } from './package/definition';
import { foundByVersion } from './package/found';
import type { FoundInstance } from './package/found';
import type { Installation, Requirement } from './package/installation';
import type { Package } from './package/requirement';
import type { Listen } from './package/listen';
import { serviceOperations } from './services/operations';
import type { Service } from './services/service';

export type { PackageDefinition, PackageInput } from './package/definition';

/** What a definition says beside its operations. */
export interface PackageDraft<Id extends string, Input extends z.ZodObject, F, D, R, P> {
  /** snake_case, unique, permanent. */
  id: Id;
  title: string;
  category: Category;
  /** One sentence for the catalog. */
  description: string;
  /** Debian 12 and 13, Ubuntu 22.04 and 24.04, when left out. */
  supports?: readonly string[];
  /** Where it lives: the parent is chosen by the page on which it is added, its installation is `parent`. */
  within?: P;
  /** The record ends with the parent's uninstall. Otherwise the parent's uninstall is refused and names it. */
  endsWithParent?: true;
  /** What it needs on the same server, by role. */
  requires?: R;
  /** Words that others may require or conflict with. */
  provides?: readonly string[];
  /** IDs of packages, or what they provide, that cannot be on the same server. */
  conflicts?: readonly string[];
  /** What the form asks. */
  input: Input;
  /** May exist several times on a server (or in a parent), identified by these inputs, which never change. */
  instance?: { by: readonly (keyof z.output<Input> & string)[]; title: (input: z.output<Input>) => string };
  /** "Create" and "Drop" instead of "Install" and "Uninstall". */
  verbs?: { install: string; uninstall: string };
  /** Brings the stored input of an earlier version of this definition up to date, before it is parsed. */
  upgradeInput?: (stored: Readonly<Record<string, unknown>>) => Record<string, unknown>;
  /** Read from the server for forms and plans; independent of the input. */
  facts?: F;
  /** Read for this installation before each compile, and recorded when an operation completes. */
  discover?: D & FactsOf<z.output<Input>>;
  version?: VersionFact | ((input: z.output<Input>) => VersionFact);
  /** What of it is on a server, also without Milepost. It follows from `version` where that does not depend on the input. */
  found?: Fact<readonly FoundInstance[]>;
  /** What its settings are there, by the name of the input, of the one with this identity: an adoption begins with them. */
  foundSettings?: (identity: Partial<z.output<Input>>) => { [K in keyof z.output<Input>]?: Fact<Json> };
  services?: readonly Service[] | ((input: z.output<Input>) => readonly Service[]);
  /** Checked to be free before an install; the address on the installation's page. */
  listens?: readonly Listen[] | ((input: z.output<Input>) => readonly Listen[]);
  data?: DataDeclaration<z.output<Input>, Values<D>>;
  /** Reasons why the operation is not possible, as sentences. Part of the plan: it then fails in the preview, and before anything is changed. */
  refuse?: (
    context: BaseContext<Input, F, D, R, P> & { readonly installed: Installed<Input> | null },
  ) => readonly (string | false | null | undefined)[];
}

interface Draft<Id extends string, Input extends z.ZodObject, F, D, R, P, O> extends PackageDraft<
  Id,
  Input,
  F,
  D,
  R,
  P
> {
  /** Last, because types are inferred from top to bottom. */
  operations: Operations<BaseContext<Input, F, D, R, P>, Input, O> & { install: unknown; uninstall: unknown };
}

const SYSTEMS = ['debian-12', 'debian-13', 'ubuntu-22.04', 'ubuntu-24.04'];

/** Defines a package: the catalog, the form, the validation, the plan and the preview all come from this. */
export function definePackage<
  const Id extends string,
  Input extends z.ZodObject,
  F extends Facts = Record<never, never>,
  D extends FactsOf<never> = Record<never, never>,
  R extends Readonly<Record<string, Requirement<unknown>>> = Record<never, never>,
  P extends Package | undefined = undefined,
  O = Record<never, never>,
>(
  draft: Draft<Id, Input, F, D, R, P, O>,
): Package<Installation<Id, z.output<Input>, Values<D>, P extends Requirement<infer I> ? I : null>> {
  const definition = erase(draft as unknown as ErasedDraft);
  // `$installation` is a type only.
  return definition as unknown as ReturnType<typeof definePackage<Id, Input, F, D, R, P, O>>;
}

type ErasedOperation =
  OperationDefinition['steps'] | (Partial<OperationDefinition> & { steps: OperationDefinition['steps'] });
type ErasedDraft = Partial<
  Omit<PackageDefinition, 'within' | 'services' | 'listens' | 'version' | 'operations' | 'verbs'>
> &
  Pick<PackageDefinition, 'id' | 'title' | 'category' | 'description' | 'input'> & {
    within?: PackageDefinition;
    requires?: Readonly<Record<string, Requirement<unknown>>>;
    verbs?: PackageDefinition['verbs'];
    services?: readonly Service[] | PackageDefinition['services'];
    listens?: readonly Listen[] | PackageDefinition['listens'];
    version?: VersionFact | PackageDefinition['version'];
    operations: Readonly<Record<string, ErasedOperation>>;
  };

/** The definition without the types that only its own file needs. */
function erase(draft: ErasedDraft): PackageDefinition {
  const {
    within = null,
    services = [],
    listens = [],
    version = null,
    operations,
    requires = {},
    ...rest
  } = draft;
  const verbs = draft.verbs ?? { install: 'Install', uninstall: 'Uninstall' };
  const hasServices = typeof services === 'function' || services.length > 0;
  const definition: Omit<PackageDefinition, 'operations'> = {
    scope: 'server',
    supports: SYSTEMS,
    provides: [],
    conflicts: [],
    instance: null,
    endsWithParent: false,
    upgradeInput: (stored) => ({ ...stored }),
    facts: {},
    discover: {},
    found:
      typeof version === 'function' || version === null || within !== null ? null : foundByVersion(version),
    foundSettings: () => ({}),
    data: null,
    refuse: () => [],
    ...rest,
    verbs,
    within,
    requirements: requirementsOf({
      within,
      endsWithParent: rest.endsWithParent ?? false,
      requires,
      input: rest.input,
    }),
    services: typeof services === 'function' ? services : () => services,
    listens: typeof listens === 'function' ? listens : () => listens,
    version: typeof version === 'function' ? version : () => version,
  };
  const own = Object.entries(operations).map(
    ([name, operation]) => [name, operationOf(name, operation, definition)] as const,
  );
  return {
    ...definition,
    operations: {
      ...(hasServices ? serviceOperations(definition, services) : {}),
      ...Object.fromEntries(own),
    },
  };
}

function operationOf(
  name: string,
  operation: ErasedOperation,
  { data, verbs }: Pick<PackageDefinition, 'data' | 'verbs'>,
): OperationDefinition {
  const given = typeof operation === 'function' ? { steps: operation } : operation;
  const options = given.options ?? z.object({});
  return {
    does: given.does ?? doesOf(name, verbs),
    options: name === 'uninstall' && data ? options.extend({ [REMOVE_DATA]: removeData(data) }) : options,
    steps: given.steps,
    sets: given.sets ?? null,
  };
}

function doesOf(name: string, verbs: PackageDefinition['verbs']): string {
  if (name === 'install' || name === 'uninstall') return verbs[name];
  return `${name.slice(0, 1).toUpperCase()}${name.slice(1).replaceAll('_', ' ')}`;
}

function removeData({ holds, option }: NonNullable<PackageDefinition['data']>): z.ZodType<boolean, unknown> {
  const meta = option ?? { title: 'Remove data', description: `${holds} is deleted as well.` };
  return z.boolean().default(false).meta(meta);
}

export type { Json };
