'use client';

import type { FormField } from '@milepost/api/package-views';

import { toProblem } from '../../api/problem';
import { trpc } from '../../api/trpc';

export interface FieldOptionsRequest {
  kind: string;
  packageId: string;
  installationId: string | null;
  parentId: string | null;
  serverId: string | null;
}

export interface OfferedFields {
  /** With the options that the chosen server offers; null while they are read, or where they cannot be. */
  fields: FormField[];
  /** Why they cannot be read. */
  problem: string | null;
  retry: () => void;
}

const isOffered = ({ type, choice }: FormField): boolean => type === 'installation' || choice === true;

/** The fields of a form, with what the chosen server offers for those whose options depend on it. */
export function useFieldOptions(fields: FormField[], request: FieldOptionsRequest): OfferedFields {
  const { serverId, installationId, parentId, packageId, kind } = request;
  const needed = serverId !== null && fields.some(isOffered);
  const query = trpc.packages.fieldOptions.useQuery(
    {
      ...{ serverId: serverId ?? '', packageId, kind },
      ...{ installationId: installationId ?? undefined, parentId: parentId ?? undefined },
    },
    { enabled: needed, staleTime: 0, gcTime: 0, retry: false },
  );
  const options = needed ? (query.data?.options ?? {}) : {};
  return {
    fields: fields.map((field) =>
      isOffered(field) ? { ...field, options: options[field.name] ?? null } : field,
    ),
    problem: query.error === null ? (query.data?.problem ?? null) : toProblem(query.error).message,
    retry: () => void query.refetch(),
  };
}
