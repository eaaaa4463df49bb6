/* eslint-disable @typescript-eslint/no-unsafe-argument, @typescript-eslint/no-unsafe-assignment, @typescript-eslint/no-unsafe-call, @typescript-eslint/no-unsafe-member-access, @typescript-eslint/no-unsafe-return -- mistakes have no types */
/** What must not compile. Each line below is an error that the type checker has to find; no test runs this file. */
import { z } from 'zod';
import { definePackage } from '../../define-package';
import { field } from '../../form/fields';
import { installationOf } from '../../form/installation-of';
import { oneOf, optional } from '../../package/requirement';
import { aptService } from '../../recipes/apt-service';
import * as apt from '../../recipes/apt-steps';
import { secret } from '../../secret';
import { service } from '../../services/service';
import { sh } from '../../sh';
import type { Change } from '../../state';
import { step } from '../../steps/step';
import * as control from '../../../states/systemd/control';
import nginx from '../../../definitions/web/nginx';
import php from '../../../definitions/language/php-fpm';
import postgresql from '../../../definitions/database/postgresql';
import role from '../../../definitions/database/postgresql-role';

const UNIT = service('unit');
const running = control.active(UNIT);

export const misspelt = definePackage({
  id: 'misspelt',
  title: 'Misspelt',
  category: 'system',
  description: 'Test.',
  requires: { web: oneOf(nginx, php), maybe: optional(nginx) },
  // @ts-expect-error there is no input of that name
  instance: { by: ['nmae'], title: ({ name }) => name },
  input: z.object({
    name: field.name(),
    php: installationOf(php),
    role: installationOf(role, { optional: true }),
    password: secret(),
  }),
  operations: {
    install: ({ input, facts, installed, requires }) => [
      // @ts-expect-error misspelt input
      step.configure(input.nmae, running),
      // @ts-expect-error no such fact
      step.configure(`${facts.versions}`),
      // @ts-expect-error nothing is installed yet in a first install
      step.configure(installed.input.name),
      // @ts-expect-error the role may be missing
      step.configure(input.role.title),
      // @ts-expect-error a secret is no string
      step.configure(input.password),
      // @ts-expect-error no such step
      step.instal('x'),
      // @ts-expect-error which of the two it is has to be asked first
      step.configure(requires.web.input.page),
      step.configure(requires.web.package === 'nginx' ? requires.web.input.page : requires.web.input.version),
      step.configure(input.php.input.version, running).as('second', requires.maybe?.version ?? 'x'),
      // @ts-expect-error it may be missing
      step.configure(requires.maybe.title),
      // @ts-expect-error an installation is no word of a command
      step.configure('x', [sh`echo ${input.php}` && running]),
      // @ts-expect-error a step without the subject that its label names
      step.installSoftware(running),
    ],
    uninstall: {
      options: z.object({ keepLogs: field.flag({ title: 'Keep logs' }) }),
      steps: ({ input, options, installed }) => [
        step.cleanUp(options.keepLogs && running),
        // @ts-expect-error misspelt option
        step.cleanUp(options.keepLog && running),
        step.stopService(installed.input.name, running),
        // @ts-expect-error misspelt input
        step.stopService(input.nam, running),
      ],
    },
  },
});

export const recipe = aptService({
  id: 'recipe',
  title: 'Recipe',
  category: 'system',
  description: 'Test.',
  packages: ['recipe'],
  service: UNIT,
  input: z.object({ port: field.port() }),
  // @ts-expect-error misspelt input
  listens: (input) => [{ protocol: 'tcp', port: input.prot, on: 'all', scheme: null, field: null }],
  verify: (input) => [input.port > 1 && running],
});

export const child = definePackage({
  id: 'child',
  title: 'Child',
  category: 'system',
  description: 'Test.',
  within: postgresql,
  input: z.object({ name: field.name() }),
  facts: { versions: apt.versions('x-*') },
  // @ts-expect-error misspelt fact
  refuse: ({ facts }) => [facts.version.length === 0 && 'None.'],
  operations: {
    // @ts-expect-error misspelt input of the parent
    install: ({ input, parent }) => [step.create(`${input.name} on ${parent.input.prt}`)],
    // @ts-expect-error only an uninstall may be asked to remove data
    update: ({ removeData }) => [removeData ? step.removeData() : null],
    uninstall: ({ parent }) => [step.remove(parent.discovered.metapackages[0] ?? parent.title)],
    rename: {
      options: z.object({ to: field.name() }),
      // @ts-expect-error sets an input that there is not
      sets: ({ options }) => ({ title: options.to }),
      steps: () => [],
    },
  },
});

export const unknownKey = definePackage({
  id: 'unknown',
  title: 'Unknown',
  category: 'system',
  description: 'Test.',
  input: z.object({}),
  // @ts-expect-error misspelt key of the definition
  servces: [UNIT],
  operations: { install: () => [], uninstall: () => [] },
});

export const incomplete = definePackage({
  id: 'incomplete',
  title: 'Incomplete',
  category: 'system',
  description: 'Test.',
  input: z.object({}),
  // @ts-expect-error a package without an uninstall
  operations: { install: () => [] },
});

const change = { id: 'x', label: 'X', action: 'X', check: sh`true`, apply: sh`true` };

// @ts-expect-error a guard without an undo that it could run
export const guardWithoutUndo: Change = {
  ...change,
  idempotent: true,
  noUndoReason: 'None.',
  unlessConfirmed: { withinSeconds: 60 },
};
export const changeThatUndoes: Change = {
  ...change,
  idempotent: true,
  noUndoReason: 'None.',
  // @ts-expect-error only an assertion puts back what others wrote
  undoesWrites: true,
};
// @ts-expect-error neither an undo nor a reason
export const noUndo: Change = { ...change, idempotent: true };
// @ts-expect-error an undo, and a reason why there is none
export const both: Change = { ...change, idempotent: true, undo: sh`true`, noUndoReason: 'None.' };
// @ts-expect-error it does not say whether it may be repeated
export const notRepeatable: Change = { ...change, undo: sh`true` };
// @ts-expect-error no check, and no reason
export const noCheck: Change = { ...change, check: null, idempotent: true, undo: sh`true` };
