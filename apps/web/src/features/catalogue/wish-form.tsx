'use client';

import type { FormField } from '@milepost/api/package-views';
import Link from 'next/link';
import type { ReactNode } from 'react';
import { useRef, useState } from 'react';

import type { Problem } from '../../api/problem';
import { Banner } from '../../components/banner';
import { Button } from '../../components/button';
import { Sign } from '../../components/sign';
import { useFieldErrors } from '../../components/use-field-errors';
import { useShortcut } from '../../keys/provider';
import { useLooksOnly } from '../session/use-may-change';
import { initialValues, inputOf, missingFields } from './form-values';
import { newSecret } from './new-secret';
import { PackageForm } from './package-form';
import { PlanPanel } from './plan-panel';
import { SubmitFooter } from './submit-footer';
import { usePlan } from './use-plan';
import { useSubmit } from './use-submit';
import type { GivesUp } from './use-submit';

export interface WishFormProps {
  kind: 'install' | 'uninstall';
  packageId: string;
  fields: FormField[];
  server: { id: string; name: string } | null;
  /** "Install Redis on queue-1" */
  action: string;
  /** Given up for it. */
  givesUp?: GivesUp | null;
  /** Above the package's own fields: the choice of a server. */
  children?: ReactNode;
}

/** The form at the left, its plan at the right, one button under the plan. */
export function WishForm({ kind, packageId, fields, server, action, givesUp, children }: WishFormProps) {
  const form = useRef<HTMLDivElement>(null);
  const [values, setValues] = useState(() => initialValues(fields, newSecret));
  const errors = useFieldErrors(form);
  const looksOnly = useLooksOnly();
  const wish = { kind, packageId, serverId: server?.id ?? null, input: inputOf(fields, values) };
  const missing = missingFields(fields, values);
  const waitsFor = waitSentence(server, missing);
  const plan = usePlan(wish, waitsFor === null);
  const { submit, busy } = useSubmit((problem: Problem) => {
    errors.show(problem);
  }, givesUp);
  const ready = plan.current && plan.preview?.possible === true && !looksOnly;
  const go = (): void => {
    if (!ready || busy || plan.preview === undefined) return;
    errors.clear();
    submit(wish, plan.preview.hash);
  };
  useShortcut('Mod+Enter', go);
  const fieldError = (name: string): string | undefined => errors.of(name) ?? plan.problem?.fields[name];

  return (
    <div className="grid grid-cols-[360px_minmax(0,1fr)] items-start gap-6 max-lg:grid-cols-1">
      <section aria-label="Settings">
        <div ref={form} className="grid content-start gap-4 rounded-lg border bg-surface p-4">
          {errors.general !== null && (
            <Banner
              look="bad"
              sign={<Sign name="failed" tone="bad" />}
              action={
                errors.operationId !== null && (
                  <Button asChild size="sm">
                    <Link href={`/operations/${errors.operationId}`}>Look at it</Link>
                  </Button>
                )
              }
            >
              {errors.general}
            </Banner>
          )}
          {children}
          <PackageForm
            fields={fields}
            values={values}
            errorOf={fieldError}
            onChange={(name, value) => {
              setValues((before) => ({ ...before, [name]: value }));
              errors.clear();
            }}
          />
          {fields.length === 0 && <p className="text-ink-3">There is nothing to set.</p>}
        </div>
      </section>
      <PlanPanel
        plan={plan}
        server={server?.name ?? null}
        waitsFor={waitsFor}
        footer={
          <SubmitFooter
            preview={waitsFor === null ? plan.preview : undefined}
            action={action}
            disabled={!ready}
            busy={busy}
            looksOnly={looksOnly}
            onSubmit={go}
          />
        }
      />
    </div>
  );
}

function waitSentence(server: { name: string } | null, missing: string[]): string | null {
  if (server === null) return 'Choose a server, and the plan appears here.';
  if (missing.length > 0) return `Fill in ${missing.join(' and ')}, and the plan appears here.`;
  return null;
}
