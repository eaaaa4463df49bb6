import type { z } from 'zod';
import * as file from '../../states/file/files';
import * as control from '../../states/systemd/control';
import * as systemd from '../../states/systemd/services';
import { definePackage } from '../define-package';
import type { PackageDraft } from '../define-package';
import type { Facts, FactsOf, Values } from '../facts/fact';
import type { Server } from '../package/context';
import type { Installation } from '../package/installation';
import type { Package } from '../package/requirement';
import type { Service } from '../services/service';
import type { Command } from '../sh';
import type { State, States } from '../state';
import { statesOf } from '../state';
import { step } from '../steps/step';
import type { Steps } from '../steps/step';
import * as apt from './apt-steps';

type None = Record<never, never>;

interface Recipe<Id extends string, Input extends z.ZodObject, F, D> extends Omit<
  PackageDraft<Id, Input, F, D, None, undefined>,
  'services' | 'within' | 'endsWithParent' | 'requires' | 'version'
> {
  /** Debian packages to install, the main one first. */
  packages: readonly string[];
  /** Those that an uninstall leaves, because other software may use them. */
  stays?: readonly string[];
  /** What an uninstall removes besides; a trailing `-*` stands for any ending. */
  alsoRemoves?: readonly string[];
  /** What the packages take of /usr, in megabytes; 100 when left out. */
  megabytes?: number;
  service: Service;
  /** The repository that offers the packages: how it is added, and how an uninstall removes it. */
  repository?: (
    server: Server,
    input: z.output<Input>,
  ) => { added: readonly State[]; removed: readonly State[] };
  /** What has to be so before anything is changed, beside what follows from the rest. */
  check?: (input: z.output<Input>, facts: Values<F>) => States;
  /** A service with a checker is only restarted with what that accepts. */
  configure?: (input: z.output<Input>, facts: Values<F>) => States;
  /** What has to be so besides, and needs the service to run. */
  onceRunning?: (input: z.output<Input>) => States;
  /** `configure` comes before the packages: they start the service at once, and not as it is wanted. */
  configureFirst?: true;
  verify: (input: z.output<Input>, facts: Values<F>) => States;
  /** Directories of logs, which go with the data. */
  logs?: readonly string[];
  /** Copies the data to where it stays, before an uninstall that removes it changes anything. */
  backUp?: (input: z.output<Input>) => States;
  /** Prints the names of what such an uninstall loses, one a line. */
  losses?: Command;
  /** Files of the packages that a purge of them leaves: they go with the data. */
  ownFiles?: readonly string[];
  /** Prints findings on data that is stored where an uninstall does not remove it. */
  dataElsewhere?: Command;
}

/**
 * A service of one package source: install, change, update and uninstall follow from this. An uninstall puts back what the files that
 * `configure` writes were before; with the data go also these files and the logs.
 */
export function aptService<
  const Id extends string,
  Input extends z.ZodObject,
  F extends Facts = None,
  D extends FactsOf<never> = None,
>(recipe: Recipe<Id, Input, F, D>): Package<Installation<Id, z.output<Input>, Values<D>, null>> {
  const { title, packages, stays = [], service, repository, check, configure, verify, data } = recipe;
  const partsOf = ({ input, server, facts }: Context<Input, F>): Parts => ({
    ...{ title, packages, stays, service, megabytes: recipe.megabytes, logs: recipe.logs ?? [] },
    removes: [...packages.filter((name) => !stays.includes(name)), ...(recipe.alsoRemoves ?? [])],
    repository: repository?.(server, input) ?? { added: [], removed: [] },
    checks: check?.(input, facts) ?? [],
    configuration: statesOf([...(configure?.(input, facts) ?? []), control.accepts(service)]),
    onceRunning: recipe.onceRunning?.(input) ?? [],
    backUp: recipe.backUp?.(input) ?? [],
    ...{ losses: recipe.losses, ownFiles: recipe.ownFiles ?? [] },
    configureFirst: recipe.configureFirst ?? false,
    verify: verify(input, facts),
    data: data ? { holds: data.holds, paths: data.paths(input) } : null,
    dataElsewhere: recipe.dataElsewhere,
  });
  return definePackage({
    ...recipe,
    services: [service],
    version: apt.version(packages[0] ?? ''),
    operations: {
      install: (context) => installSteps(partsOf(context)),
      update: (context) => updateSteps(partsOf(context)),
      uninstall: (context) => uninstallSteps(partsOf(context), context.removeData),
    },
  });
}

interface Context<Input extends z.ZodObject, F> {
  input: z.output<Input>;
  server: Server;
  facts: Values<F>;
}

interface Parts {
  title: string;
  packages: readonly string[];
  stays: readonly string[];
  removes: readonly string[];
  megabytes: number | undefined;
  service: Service;
  repository: { added: readonly State[]; removed: readonly State[] };
  checks: States;
  configuration: readonly State[];
  onceRunning: States;
  backUp: States;
  losses: Command | undefined;
  ownFiles: readonly string[];
  configureFirst: boolean;
  verify: States;
  data: { holds: string; paths: readonly string[] } | null;
  logs: readonly string[];
  dataElsewhere: Command | undefined;
}

function installSteps(parts: Parts): Steps {
  const { title, packages, megabytes, repository, checks, configuration, configureFirst, verify, data } =
    parts;
  const configured = step.configure(title, configuration);
  return [
    configureFirst && configured,
    apt.install(title, packages, {
      ...{ repository: repository.added, data: data?.paths ?? [] },
      ...(megabytes !== undefined && { megabytes }),
    }),
    step.checkSystem(...checks),
    !configureFirst && configured,
    step.startService(title, running(parts), ...parts.onceRunning),
    step.verify(...verify),
  ];
}

function updateSteps(parts: Parts): Steps {
  const { title, packages, service, verify } = parts;
  return [
    apt.update(title, packages),
    step.configure(title, control.accepts(service)),
    step.startService(title, running(parts)),
    step.verify(...verify),
  ];
}

function running({ service: { unit, reads, onChange, reloadStartsProcesses, logs } }: Parts): State {
  return systemd.running(unit, { configFiles: reads, onChange, reloadStartsProcesses, logs });
}

function uninstallSteps(parts: Parts, removeData: boolean): Steps {
  const { title, packages, removes, stays, service, configuration, data, repository, backUp, losses } = parts;
  const files = [...new Set(configuration.flatMap(({ writes }) => writes ?? []))];
  const lost = removeData && data ? `Removes ${lowerFirst(data.holds)}, and its configuration.` : null;
  return [
    lost !== null && step.backUp(`the data of ${title}`, ...backUp),
    step.stopService(title, systemd.stopped(service.unit)),
    apt.remove(title, removes, {
      ...{ service, stays },
      ...(lost !== null && { purge: { destructive: lost, ...(losses && { losses }) } }),
    }),
    step.removeData(removeData && dataRemoved(parts, files)),
    step.cleanUp(
      !removeData && files.map((path) => file.removedOrRestored(path, { withoutBackup: 'stays' })),
      repository.removed,
    ),
    apt.removalVerified(packages[0] ?? '', service),
  ];
}

/** The data, then the logs, then the files that Milepost wrote. */
function dataRemoved(
  { title, data, logs, ownFiles, dataElsewhere }: Parts,
  files: readonly string[],
): State[] {
  if (!data) return [];
  const content = data.paths.map((path) => ({
    ...file.absent(path, { destructive: `Removes ${lowerFirst(data.holds)}: ${path}.` }),
    ...(dataElsewhere && { preview: dataElsewhere }),
  }));
  const others = [
    ...logs.map((path) => [path, `Removes ${title}’s logs: ${path}.`] as const),
    ...ownFiles.map((path) => [path, `Removes ${title}’s configuration: ${path}.`] as const),
    ...files.map((path) => {
      const lost = `Removes ${title}’s configuration: ${path}, and the copies of it that Milepost kept.`;
      return [path, lost] as const;
    }),
  ];
  return [...content, ...others.map(([path, destructive]) => file.absent(path, { destructive }))];
}

const lowerFirst = (text: string): string => `${text.slice(0, 1).toLowerCase()}${text.slice(1)}`;
