import { z } from 'zod';
import { HOST } from '../../../states/mariadb/names';
import * as users from '../../../states/mariadb/users';
import { definePackage } from '../../define-package';
import { field } from '../../form/fields';
import { secret } from '../../secret';
import type { Secret } from '../../secret';
import { step } from '../../steps/step';
import type { PartOfServer } from './database';
import { loopbackOf } from './server';
import type { ServerInput, SqlServer } from './server';

const password = secret({ min: 16, generate: { length: 32 } });

const input = z.object({
  name: field.name({ max: 32 }),
  host: field.line({
    ...{ title: 'Host', default: 'localhost', max: 80, like: HOST },
    description:
      'From where the user may log in: localhost for this server, an address, a network such as 10.0.0.0/255.0.0.0, or % for everywhere.',
    message: 'Host must be localhost, an address, a network such as 10.0.0.0/255.0.0.0, or %.',
  }),
  password,
  databases: field.list(field.name({ title: 'Database', max: 63, example: 'shop' }), {
    ...{ title: 'Databases', max: 50 },
    description: 'In which the user has the privileges below. In others it has none.',
  }),
  privileges: field.oneOf(
    { all: 'Everything, also create and drop tables', write: 'Read and change rows', read: 'Read' },
    { title: 'Privileges', default: 'all' },
  ),
});
type Input = z.output<typeof input>;

const called = ({ name, host }: Pick<Input, 'name' | 'host'>) =>
  host === 'localhost' ? `user ${name}` : `user ${name}@${host}`;

/** Whether a connection from the server itself is this user's. */
const isLocal = (host: string) => ['localhost', '127.0.0.1', '%'].includes(host);

/** The user logs in by TCP as an application does, where that can be tried from the server itself. */
function logsIn({ name, host }: Pick<Input, 'name' | 'host'>, given: Secret, server: ServerInput) {
  const at = loopbackOf(server);
  return step.verify(
    at && isLocal(host) ? users.logsIn(name, { password: given, at }) : users.userExists(name, { host }),
  );
}

/** A user of MariaDB or MySQL, with its password and what it may do in which databases. */
export function sqlUser<const Id extends string>({ id, within }: PartOfServer<Id, SqlServer>) {
  return definePackage({
    ...{ id, title: 'User', category: 'database', supports: within.supports },
    description: `A login of ${within.title}, with its password and privileges.`,
    within,
    input,
    instance: { by: ['name', 'host'], title: called },
    verbs: { install: 'Create', uninstall: 'Drop' },
    refuse: ({ operation, input: { name } }) => [
      operation === 'install' &&
        /^(?:root|mysql|public)$/.test(name) &&
        `${within.title} keeps the name ${name} for itself. Choose another one.`,
    ],

    operations: {
      install: ({ input, installed, parent }) => {
        const { name, host, databases } = input;
        const withdrawn = installed?.input.databases.filter((each) => !databases.includes(each)) ?? [];
        return [
          step.create(
            called(input),
            users.user(name, input),
            withdrawn.length > 0 && users.withdrawn(name, { host, databases: withdrawn }),
          ),
          logsIn(input, input.password, parent.input),
        ];
      },

      uninstall: {
        options: z.object({
          keep: field.flag({
            title: 'Keep the user',
            description: 'It stays on the server with its password and privileges, and Milepost forgets it.',
          }),
        }),
        steps: ({ input: { name, host }, options: { keep } }) =>
          keep
            ? [step.verifyRemoval(users.userKept(name, { host }))]
            : [
                step.remove(called({ name, host }), users.userAbsent(name, { host })),
                step.verifyRemoval(users.userGone(name, { host })),
              ],
      },

      rotate_password: {
        does: 'Change the password',
        options: z.object({ password }),
        sets: ({ options }) => ({ password: options.password }),
        steps: ({ input, options, parent }) => [
          step.apply('new password', users.user(input.name, { ...input, password: options.password })),
          logsIn(input, options.password, parent.input),
        ],
      },
    },
  });
}
