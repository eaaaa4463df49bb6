import { z } from 'zod';
import { definePackage } from '../../define-package';
import { field } from '../../form/fields';
import { secret } from '../../secret';
import { step } from '../../steps/step';
import postgresql from './postgresql';
import { postgres } from './stand-ins';

const password = secret({ min: 16, generate: { length: 32 } });

export default definePackage({
  id: 'postgresql_role',
  title: 'Role',
  category: 'database',
  description: 'A login of a PostgreSQL server.',
  within: postgresql,
  input: z.object({
    name: field.name(),
    password,
    createDatabases: field.flag({ title: 'May create databases', default: false }),
  }),
  instance: { by: ['name'], title: ({ name }) => `role ${name}` },
  verbs: { install: 'Create', uninstall: 'Drop' },

  operations: {
    install: ({ input, parent }) => [
      step.create(`role ${input.name}`, postgres.role(input.name, { at: parent.input, ...input })),
      step.verify(
        postgres.logsIn(input.name, { at: parent.input, password: input.password, database: 'postgres' }),
      ),
    ],
    uninstall: ({ input, parent }) => [
      step.remove(`role ${input.name}`, postgres.roleAbsent(input.name, { at: parent.input })),
    ],
    rotate_password: {
      does: 'Change the password',
      options: z.object({ password }),
      sets: ({ options }) => ({ password: options.password }),
      steps: ({ input, options, parent }) => [
        step.apply(
          'new password',
          postgres.role(input.name, { at: parent.input, ...input, password: options.password }),
        ),
        step.verify(
          postgres.logsIn(input.name, { at: parent.input, password: options.password, database: 'postgres' }),
        ),
      ],
    },
  },
});
