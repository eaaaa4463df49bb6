import type { FieldOption } from '@milepost/contract/form-field';
import { refusedSentence } from '@milepost/contract/messages/plans';
import type { Database } from '@milepost/db/client';
import type { Installation } from '@milepost/db/types';
import { findPackage } from '@milepost/packages-core/dsl/catalog';
import type { PackageDefinition } from '@milepost/packages-core/dsl/define-package';
import { choiceSource } from '@milepost/packages-core/dsl/form/choice';
import { requiredInstallation } from '@milepost/packages-core/dsl/form/installation-of';
import { fieldsOf, schemaOf } from '@milepost/packages-core/dsl/form/schema';
import { satisfies } from '@milepost/packages-core/dsl/package/relations';
import type { Dependencies } from '../../process/dependencies';
import { requestError } from '../../errors/request-error';
import { inspect } from '../../temporal/inspect';
import type { FieldOptions } from '../../views/package-views';
import { requirePackage } from '../catalog/require-package';
import { requireServer } from '../servers/require-server';

export interface FieldOptionsRequest {
  serverId: string;
  packageId: string;
  /** Left out before there is one. */
  installationId?: string | undefined;
  /** What a new installation will live in. */
  parentId?: string | undefined;
  kind: string;
}

const WAIT_MS = 30_000;

/**
 * What the fields of a form can be chosen from on one server: installations by the rows, everything else as the server answers now. Where
 * it does not answer, `problem` says why.
 */
export async function readFieldOptions(
  { db, temporal }: Pick<Dependencies, 'db' | 'temporal'>,
  request: FieldOptionsRequest,
): Promise<FieldOptions> {
  const { serverId, packageId, installationId = null, parentId = null, kind } = request;
  const definition = requirePackage(packageId);
  if (!Object.hasOwn(definition.operations, kind))
    throw requestError('BAD_REQUEST', { code: 'operation_unknown', package: definition.title });
  const server = await requireServer(db, serverId);
  const installations = await installationOptions(db, {
    ...{ definition, kind, serverId, installationId, parentId },
  });
  const fields = Object.values(fieldsOf(schemaOf(definition, kind)));
  if (!fields.some((field) => choiceSource(field))) return { options: installations, problem: null };
  const id = ['inspect/choices', serverId, packageId, installationId ?? 'new', kind].join('/');
  const inspected = await inspect(temporal, id, {
    request: { kind: 'choices', serverId, packageId, installationId, operation: kind },
    waitMs: WAIT_MS,
  });
  if (inspected.kind === 'unanswered') return { options: installations, problem: inspected.message };
  const { answer } = inspected;
  if (answer.kind === 'choices') return { options: { ...installations, ...answer.choices }, problem: null };
  const problem = answer.kind === 'refused' ? refusedSentence(answer, null, server.name) : null;
  return { options: installations, problem };
}

interface InstallationChoice {
  definition: PackageDefinition;
  kind: string;
  serverId: string;
  installationId: string | null;
  /** Of a new installation: of one that is there, its row says so. */
  parentId: string | null;
}

/** Installations on the server that a field may choose, by field. */
async function installationOptions(
  db: Database,
  { definition, kind, serverId, installationId, ...asked }: InstallationChoice,
): Promise<Record<string, FieldOption[]>> {
  const choices = Object.entries(fieldsOf(schemaOf(definition, kind))).flatMap(([name, field]) => {
    const required = requiredInstallation(field);
    return required ? [{ name, required }] : [];
  });
  if (choices.length === 0) return {};
  const all = await db.installation.findMany({
    where: { serverId, uninstalledAt: null, status: { in: ['active', 'updating'] } },
    orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
  });
  const own = all.find(({ id }) => id === installationId);
  const parentId = own ? own.parentId : asked.parentId;
  const others = all.filter((other) => other.id !== installationId && isWithin(other, definition, parentId));
  return Object.fromEntries(
    choices.map(({ name, required }) => [
      name,
      others.filter((other) => mayBeChosen(other, required)).map(toOption),
    ]),
  );
}

function mayBeChosen(
  { packageId }: Installation,
  required: NonNullable<ReturnType<typeof requiredInstallation>>,
): boolean {
  const definition = findPackage(packageId);
  return definition !== undefined && satisfies(definition, required);
}

/** A role of another PostgreSQL owns no database of this one: what lives in the same package lives in the same parent. */
function isWithin(other: Installation, { within }: PackageDefinition, parentId: string | null): boolean {
  const isSibling = within !== null && findPackage(other.packageId)?.within?.id === within.id;
  return !isSibling || other.parentId === parentId;
}

const toOption = ({ id, packageId, title }: Installation): FieldOption => ({
  value: id,
  label: title ?? findPackage(packageId)?.title ?? packageId,
});
