import { z } from 'zod';
import { definePackage } from '../../dsl/define-package';
import { field } from '../../dsl/form/fields';
import { installationOf } from '../../dsl/form/installation-of';
import { step } from '../../dsl/steps/step';
import { path, stamp } from '../../dsl/values/path';
import * as postgres from '../../states/postgres/databases';
import { logsIn } from '../../states/postgres/roles';
import postgresql from './postgresql';
import role from './postgresql-role';

const DUMPS = '/var/backups/postgresql';

export default definePackage({
  id: 'postgresql_database',
  title: 'Database',
  category: 'database',
  description: 'A database of PostgreSQL, which its owner alone may enter at first.',
  within: postgresql,
  input: z.object({
    name: field.name({ max: 63, example: 'shop' }),
    owner: installationOf(role, {
      title: 'Owner',
      description: 'The role that may do everything in it.',
    }),
    encoding: field.oneOf(
      { UTF8: 'UTF-8', LATIN1: 'Latin-1', SQL_ASCII: 'None (SQL_ASCII)' },
      { title: 'Encoding', default: 'UTF8', advanced: true },
    ),
  }),
  instance: { by: ['name'], title: ({ name }) => `database ${name}` },
  verbs: { install: 'Create', uninstall: 'Remove' },
  data: {
    holds: 'The database with its tables',
    paths: () => ['/var/lib/postgresql'],
    inUse: () => [],
    option: {
      title: 'Drop the database',
      description: `Its tables are deleted. They are dumped to ${DUMPS} first. Otherwise the database stays on the server, and Milepost forgets it.`,
    },
  },
  refuse: ({ operation, input: { name, owner }, parent }) =>
    operation === 'install'
      ? [
          owner.parent.id !== parent.id && `The ${owner.title} is one of ${owner.parent.title}.`,
          /^(?:postgres|template[01])$/.test(name) &&
            `PostgreSQL has the database ${name} for itself. Choose another name.`,
        ]
      : [],

  operations: {
    install: ({ input: { name, owner, encoding }, parent: { input: at } }) => [
      step.create(`database ${name}`, postgres.database(name, { at, owner: owner.input.name, encoding })),
      step.verify(logsIn(owner.input.name, { at, password: owner.input.password, database: name })),
    ],

    uninstall: ({ input: { name }, parent: { input: at }, removeData }) => {
      if (!removeData) return [step.verifyRemoval(postgres.databaseKept(name))];
      const destructive = `Drops the database ${name} with its tables. A dump of it stays in ${DUMPS}.`;
      return [
        step.backUp(
          `database ${name}`,
          postgres.dumped(name, { at, to: path`${DUMPS}/${at.version}-${name}-${stamp}.dump` }),
        ),
        step.remove(`database ${name}`, postgres.databaseAbsent(name, { at, destructive })),
        step.verifyRemoval(postgres.databaseGone(name, { at })),
      ];
    },
  },
});
