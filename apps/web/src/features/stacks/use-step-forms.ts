'use client';

import type { FormField } from '@milepost/api/package-views';
import type { StackForm, StackFormStep } from '@milepost/api/stack-views';
import { useState } from 'react';

import { trpc } from '../../api/trpc';
import { asOffered, initialValues, inputOf, missingFields } from '../catalog/form-values';
import type { FormValues } from '../catalog/form-values';
import { newSecret } from '../catalog/new-secret';

export interface StepForm {
  step: StackFormStep;
  /** With the options that the server offers; null while they are read, or where they cannot be. */
  fields: FormField[];
  values: FormValues;
  /** Titles of required fields that are empty. */
  missing: string[];
  /** Why the server does not say what it offers. */
  problem: string | null;
  change: (name: string, value: string | boolean) => void;
}

/** What the steps of a stack ask on a server, with what was entered. */
export function useStepForms({ steps }: StackForm, serverId: string): StepForm[] {
  const [typed, setTyped] = useState(() =>
    steps.map(({ fields, keepsSecrets }) =>
      initialValues(fields, newSecret, keepsSecrets ? { settings: {}, installed: true } : null),
    ),
  );
  const options = trpc.useQueries((t) =>
    steps.map(({ fields, packageId, installationId }) =>
      t.packages.fieldOptions(
        { serverId, packageId, installationId: installationId ?? undefined, kind: 'install' },
        { enabled: fields.some(isOffered), staleTime: 0, gcTime: 0, retry: false },
      ),
    ),
  );
  return steps.map((step, index): StepForm => {
    const query = options[index];
    const offered = query?.data?.options ?? {};
    const fields = step.fields.map((field) =>
      isOffered(field) ? { ...field, options: offered[field.name] ?? null } : field,
    );
    const values = asOffered(fields, typed[index] ?? {});
    return {
      ...{ step, fields, values },
      missing: missingFields(fields, values, step.keepsSecrets),
      problem: query?.data?.problem ?? null,
      change: (name, value) => {
        setTyped((before) => before.map((held, at) => (at === index ? { ...held, [name]: value } : held)));
      },
    };
  });
}

/** What is sent of them, by the number of the step. */
export function givenOf(forms: StepForm[]): Record<string, Record<string, unknown>> {
  return Object.fromEntries(
    forms
      .filter(({ fields }) => fields.length > 0)
      .map(({ step, fields, values }) => [String(step.n), inputOf(fields, values)]),
  );
}

const isOffered = ({ type, choice }: FormField): boolean => type === 'installation' || choice === true;
