import { z } from 'zod';
import * as databases from '../../../states/mariadb/databases';
import { definePackage } from '../../define-package';
import { field } from '../../form/fields';
import { step } from '../../steps/step';
import { path, stamp } from '../../values/path';
import type { SqlServer } from './server';

export interface PartOfServer<Id extends string, P extends SqlServer> {
  id: Id;
  within: P;
}

/** A database of MariaDB or MySQL. It is dropped only where a person asks for that, and dumped to a file in `backups` first. */
export function sqlDatabase<const Id extends string>({
  id,
  within,
  backups,
}: PartOfServer<Id, SqlServer> & { backups: string }) {
  return definePackage({
    ...{ id, title: 'Database', category: 'database', supports: within.supports },
    description: `A database of ${within.title}, which its users may enter.`,
    within,
    input: z.object({
      name: field.name({ max: 63, example: 'shop' }),
      characters: field.oneOf(
        { utf8mb4: 'UTF-8', latin1: 'Latin-1', ascii: 'ASCII', binary: 'None (binary)' },
        {
          ...{ title: 'Character set', default: 'utf8mb4', advanced: true },
          description: 'Of new tables. Those that are there stay as they are.',
        },
      ),
    }),
    instance: { by: ['name'], title: ({ name }) => `database ${name}` },
    verbs: { install: 'Create', uninstall: 'Remove' },
    data: {
      holds: 'The database with its tables',
      paths: ({ name }) => [`/var/lib/mysql/${name}`],
      inUse: () => [],
      option: {
        title: 'Drop the database',
        description: `Its tables are deleted. They are dumped to ${backups} first. Otherwise the database stays on the server, and Milepost forgets it.`,
      },
    },
    refuse: ({ operation, input: { name } }) => [
      operation === 'install' &&
        /^(?:mysql|sys|information_schema|performance_schema|test)$/.test(name) &&
        `${within.title} has the database ${name} for itself. Choose another name.`,
    ],

    operations: {
      install: ({ input: { name, characters } }) => [
        step.create(`database ${name}`, databases.database(name, { characters })),
        step.verify(databases.databaseExists(name)),
      ],

      uninstall: ({ input: { name }, removeData }) => {
        if (!removeData) return [step.verifyRemoval(databases.databaseKept(name))];
        const destructive = `Drops the database ${name} with its tables. A dump of it stays in ${backups}.`;
        return [
          step.backUp(
            `database ${name}`,
            databases.dumped(name, { to: path`${backups}/${name}-${stamp}.sql.gz` }),
          ),
          step.remove(`database ${name}`, databases.databaseAbsent(name, { destructive })),
          step.verifyRemoval(databases.databaseGone(name)),
        ];
      },
    },
  });
}
