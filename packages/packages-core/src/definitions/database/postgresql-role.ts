import { z } from 'zod';
import { definePackage } from '../../dsl/define-package';
import { field } from '../../dsl/form/fields';
import { secret } from '../../dsl/secret';
import { step } from '../../dsl/steps/step';
import { access } from '../../states/postgres/access';
import type { Level } from '../../states/postgres/access';
import type { Cluster } from '../../states/postgres/names';
import * as postgres from '../../states/postgres/roles';
import postgresql from './postgresql';

const password = secret({ min: 16, generate: { length: 32 } });
const DATABASE = { title: 'Database', max: 63 };

const input = z.object({
  name: field.name({ max: 63 }),
  password,
  createDatabases: field.flag({ title: 'May create databases' }),
  reads: field.list(field.name(DATABASE), {
    title: 'May read',
    description: 'Databases of other roles, whose tables it may read. They have to be there.',
  }),
  writes: field.list(field.name(DATABASE), {
    title: 'May read and change',
    description: 'Databases of other roles, in whose tables it may read, insert, update and delete.',
  }),
});
type Input = z.output<typeof input>;

const databasesOf = ({ reads, writes }: Input) => [...new Set([...reads, ...writes])];
const levelOf = ({ reads, writes }: Input, database: string): Level => {
  if (writes.includes(database)) return 'write';
  return reads.includes(database) ? 'read' : 'none';
};
/** The rights that it has, or no longer has. */
const rights = (input: Input, { at, former }: { at: Cluster; former: Input | null }) =>
  [...new Set([...databasesOf(input), ...(former ? databasesOf(former) : [])])].map((database) =>
    access(input.name, { at, database, level: levelOf(input, database) }),
  );
const logsIn = (input: Pick<Input, 'name' | 'password'>, at: Cluster) =>
  step.verify(postgres.logsIn(input.name, { at, password: input.password, database: 'postgres' }));

export default definePackage({
  id: 'postgresql_role',
  title: 'Role',
  category: 'database',
  description: 'A login of PostgreSQL, with its password and rights.',
  within: postgresql,
  input,
  instance: { by: ['name'], title: ({ name }) => `role ${name}` },
  verbs: { install: 'Create', uninstall: 'Drop' },
  refuse: ({ operation, input: { name } }) => [
    operation === 'install' &&
      /^(?:postgres|public|none|pg_.*)$/.test(name) &&
      `PostgreSQL keeps the name ${name} for itself. Choose another one.`,
  ],

  operations: {
    install: ({ input, installed, parent: { input: at } }) => [
      step.checkSystem(!installed && postgres.roleFree(input.name, { at, field: 'name' })),
      step.create(
        `role ${input.name}`,
        postgres.role(input.name, { ...input, at, isNew: !installed }),
        rights(input, { at, former: installed?.input ?? null }),
      ),
      logsIn(input, at),
    ],

    uninstall: {
      options: z.object({
        keep: field.flag({
          title: 'Keep the role',
          description: 'It stays on the server with its password and rights, and Milepost forgets it.',
        }),
      }),
      steps: ({ input, options: { keep }, parent: { input: at } }) => {
        if (keep) return [step.verifyRemoval(postgres.roleKept(input.name))];
        const databases = databasesOf(input);
        return [
          step.checkSystem(postgres.roleDroppable(input.name, { at, databases, field: 'keep' })),
          step.remove(
            `role ${input.name}`,
            databases.map((database) => access(input.name, { at, database, level: 'none' })),
            postgres.roleAbsent(input.name, { at }),
          ),
          step.verifyRemoval(postgres.roleGone(input.name, { at })),
        ];
      },
    },

    rotate_password: {
      does: 'Change the password',
      options: z.object({ password }),
      sets: ({ options }) => ({ password: options.password }),
      steps: ({ input, options, parent: { input: at } }) => [
        step.apply('new password', postgres.role(input.name, { ...input, at, password: options.password })),
        logsIn({ name: input.name, password: options.password }, at),
      ],
    },
  },
});
