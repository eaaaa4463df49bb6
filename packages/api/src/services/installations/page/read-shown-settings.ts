import type { FormField } from '@milepost/contract/form-field';
import type { Database } from '@milepost/db/client';
import { findPackage } from '@milepost/packages-core/dsl/catalog';
import { inputForm } from '@milepost/packages-core/dsl/input';
import { settingText } from '../../../setting-text';
import type { InstallationSetting } from '../../../views/installation-views';
import { installationTitle } from '../installation-view';
import type { InstallationRow } from '../installation-view';

/**
 * What an installation was last installed with, in the order of the package's form and in its words; of an install that has not completed,
 * what that asked.
 */
export async function readShownSettings(
  db: Database,
  { packageId, completedInput, begunInput }: InstallationRow,
): Promise<InstallationSetting[]> {
  const input = (completedInput ?? begunInput) as Record<string, unknown> | null;
  if (input === null) return [];
  const definition = findPackage(packageId);
  const fields = new Map(definition ? inputForm(definition).map((field) => [field.name, field]) : []);
  const chosen = await readChosen(db, input, [...fields.values()]);
  const order = [...fields.keys()];
  const place = (name: string) => (order.includes(name) ? order.indexOf(name) : order.length);
  return Object.entries(input)
    .sort(([a], [b]) => place(a) - place(b))
    .map(([name, value]) => {
      const field = fields.get(name);
      const secret = field?.type === 'secret';
      const installation = chosen.get(name) ?? null;
      return {
        ...{ name, title: field?.title ?? name, unit: field?.unit ?? null, secret, installation },
        value: secret ? null : (installation?.title ?? settingText(field, value)),
      };
    });
}

/** The installations that fields have chosen, by field; without those that are no more. */
async function readChosen(db: Database, input: Record<string, unknown>, fields: readonly FormField[]) {
  const ids = fields.flatMap(({ name, type }): [string, string][] => {
    const id = input[name];
    return type === 'installation' && typeof id === 'string' ? [[name, id]] : [];
  });
  if (ids.length === 0) return new Map<string, never>();
  const rows = await db.installation.findMany({
    where: { id: { in: ids.map(([, id]) => id) } },
    select: { id: true, title: true, packageId: true },
  });
  const byId = new Map(rows.map((row) => [row.id, { id: row.id, title: installationTitle(row) }]));
  return new Map(ids.flatMap(([name, id]) => (byId.has(id) ? [[name, byId.get(id)] as const] : [])));
}
