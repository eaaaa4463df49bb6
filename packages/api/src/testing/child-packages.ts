import { definePackage } from '@milepost/packages-core/dsl/define-package';
import type { PackageDefinition } from '@milepost/packages-core/dsl/define-package';
import { field } from '@milepost/packages-core/dsl/form/fields';
import { installationOf } from '@milepost/packages-core/dsl/form/installation-of';
import { sh } from '@milepost/packages-core/dsl/sh';
import type { ReversibleChange } from '@milepost/packages-core/dsl/state';
import { step } from '@milepost/packages-core/dsl/steps/step';
import { z } from 'zod';

const written = (name: string): ReversibleChange => ({
  ...{ id: 'write_file', label: `${name} is there`, idempotent: true },
  ...{ check: sh`test -e /etc/store/${name}`, apply: sh`touch /etc/store/${name}` },
  undo: sh`rm -f /etc/store/${name}`,
});
const removed = (name: string): ReversibleChange => ({
  ...{ id: 'remove_file', label: `${name} is gone`, idempotent: true },
  ...{ check: sh`test ! -e /etc/store/${name}`, apply: sh`rm -f /etc/store/${name}` },
  undo: sh`touch /etc/store/${name}`,
});

const store = definePackage({
  id: 'store',
  title: 'Store',
  category: 'database',
  description: 'Has databases and roles.',
  input: z.object({}),
  operations: {
    install: () => [step.configure('Store', written('store'))],
    uninstall: () => [step.cleanUp(removed('store'))],
  },
});

const role = definePackage({
  id: 'store_role',
  title: 'Role',
  category: 'database',
  description: 'A login of a store.',
  within: store,
  input: z.object({ name: field.name() }),
  instance: { by: ['name'], title: ({ name }) => `role ${name}` },
  verbs: { install: 'Create', uninstall: 'Drop' },
  operations: {
    install: ({ input: { name } }) => [step.create(`role ${name}`, written(`role-${name}`))],
    uninstall: ({ input: { name } }) => [step.cleanUp(removed(`role-${name}`))],
  },
});

const database = definePackage({
  id: 'store_database',
  title: 'Database',
  category: 'database',
  description: 'A database of a store.',
  within: store,
  input: z.object({ name: field.name(), owner: installationOf(role, { title: 'Owner' }) }),
  instance: { by: ['name'], title: ({ name }) => `database ${name}` },
  verbs: { install: 'Create', uninstall: 'Drop' },
  operations: {
    install: ({ input: { name } }) => [step.create(`database ${name}`, written(`database-${name}`))],
    uninstall: ({ input: { name } }) => [step.cleanUp(removed(`database-${name}`))],
  },
});

const definitions: readonly PackageDefinition[] = [database, role, store];

/** In place of the catalog: a package, and two of which any number lives in each of its installations. */
export const childCatalog = {
  catalog: () => definitions,
  findPackage: (id: string) => definitions.find((each) => each.id === id),
};
