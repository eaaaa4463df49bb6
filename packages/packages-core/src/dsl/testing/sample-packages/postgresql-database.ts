import { z } from 'zod';
import { definePackage } from '../../define-package';
import { field } from '../../form/fields';
import { installationOf } from '../../form/installation-of';
import { path, stamp } from '../../values/path';
import { step } from '../../steps/step';
import postgresql from './postgresql';
import role from './postgresql-role';
import { postgres } from './stand-ins';

export default definePackage({
  id: 'postgresql_database',
  title: 'Database',
  category: 'database',
  description: 'A database of a PostgreSQL server.',
  within: postgresql,
  input: z.object({
    name: field.name(),
    owner: installationOf(role, { title: 'Owner' }),
    encoding: field.oneOf(
      { UTF8: 'UTF-8', LATIN1: 'Latin-1' },
      { title: 'Encoding', default: 'UTF8', advanced: true },
    ),
  }),
  instance: { by: ['name'], title: ({ name }) => `database ${name}` },
  verbs: { install: 'Create', uninstall: 'Drop' },
  refuse: ({ input, parent }) => [
    input.owner.parent.id !== parent.id && `${input.owner.title} is a role of ${input.owner.parent.title}.`,
  ],

  operations: {
    install: ({ input: { name, owner, encoding }, parent }) => [
      step.create(
        `database ${name}`,
        postgres.database(name, { at: parent.input, owner: owner.input.name, encoding }),
      ),
      step.verify(
        postgres.logsIn(owner.input.name, {
          at: parent.input,
          password: owner.input.password,
          database: name,
        }),
      ),
    ],
    uninstall: ({ input: { name }, parent }) => [
      step.backUp(
        `database ${name}`,
        postgres.dumped(name, { at: parent.input, to: path`/var/backups/postgresql/${name}-${stamp}.dump` }),
      ),
      step.remove(
        `database ${name}`,
        postgres.databaseAbsent(name, {
          at: parent.input,
          destructive: `Drops ${name}; a dump stays in /var/backups/postgresql.`,
        }),
      ),
    ],
  },
});
