import type { z } from 'zod';
import type { State, States } from '../state';
import { definePackage } from '../define-package';
import type { PackageDraft } from '../define-package';
import type { Facts, FactsOf, Values } from '../facts/fact';
import type { Server } from '../package/context';
import type { Installation, Requirement } from '../package/installation';
import type { Package } from '../package/requirement';
import { step } from '../steps/step';
import * as apt from './apt-steps';

type None = Record<never, never>;

interface Recipe<Id extends string, Input extends z.ZodObject, F, D, R> extends Omit<
  PackageDraft<Id, Input, F, D, R, undefined>,
  'services' | 'listens' | 'data' | 'version' | 'within' | 'endsWithParent'
> {
  /** Debian packages to install, the main one first. */
  packages: (input: z.output<Input>) => readonly string[];
  /** Those that an uninstall leaves, because other software may use them. */
  stays?: readonly string[];
  /** What an uninstall removes besides; a trailing `-*` stands for any ending. */
  alsoRemoves?: (discovered: Values<D>) => readonly string[];
  /** What the packages take of /usr, in megabytes; 100 when left out. */
  megabytes?: number;
  /** The repository that offers the packages: how it is added, and how an uninstall removes it. None when left out or null. */
  repository?: (
    input: z.output<Input>,
    server: Server,
  ) => { added: readonly State[]; removed: readonly State[] } | null;
  /** What has to be so of the packages, once they are installed. */
  after?: (input: z.output<Input>) => States;
  verify: (input: z.output<Input>) => States;
}

/**
 * Software of one package source that runs no service and has no configuration: install, change, update and uninstall follow from this. A change
 * removes the packages that the former input asked for and the new one does not.
 */
export function aptSoftware<
  const Id extends string,
  Input extends z.ZodObject,
  F extends Facts = None,
  D extends FactsOf<never> = None,
  R extends Readonly<Record<string, Requirement<unknown>>> = None,
>(recipe: Recipe<Id, Input, F, D, R>): Package<Installation<Id, z.output<Input>, Values<D>, null>> {
  const { title, packages, stays = [], alsoRemoves, megabytes, repository, after, verify } = recipe;
  const goes = (names: readonly string[]) => names.filter((name) => !stays.includes(name));
  return definePackage({
    ...recipe,
    version: (input) => apt.version(packages(input)[0] ?? ''),
    operations: {
      install: ({ input, installed, server }) => {
        const wanted = packages(input);
        const former = installed ? packages(installed.input) : [];
        const unwanted = goes(former.filter((name) => !wanted.includes(name)));
        return [
          // First: a vendor's packages may conflict with what is no longer wanted.
          unwanted.length > 0 && apt.remove('what is no longer wanted', unwanted),
          apt.install(title, wanted, {
            ...{ repository: repository?.(input, server)?.added ?? [], after: after?.(input) ?? [] },
            ...(megabytes !== undefined && { megabytes }),
          }),
          step.verify(...verify(input)),
        ];
      },
      update: ({ input }) => [apt.update(title, packages(input)), step.verify(...verify(input))],
      uninstall: ({ input, server, discovered }) => {
        const names = goes(packages(input));
        return [
          apt.remove(title, [...names, ...(alsoRemoves?.(discovered) ?? [])], { stays }),
          step.cleanUp(repository?.(input, server)?.removed ?? []),
          apt.removalVerified(names[0] ?? ''),
        ];
      },
    },
  });
}
