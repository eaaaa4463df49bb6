'use client';

import { fieldIssues } from '@milepost/api/field-issues';
import { operationKindLabel } from '@milepost/contract/messages/operation-kinds';
import type { FormField } from '@milepost/api/package-views';
import type { ServerSummary } from '@milepost/api/views';
import Link from 'next/link';
import type { ReactNode } from 'react';
import { useRef, useState } from 'react';

import type { Problem } from '../../api/problem';
import { Banner } from '../../components/layout/banner';
import { Button } from '../../components/forms/button';
import { cn } from '../../components/cn';
import { StatusIcon } from '../../components/status/status-icon';
import { useFieldErrors } from '../../components/forms/use-field-errors';
import { useShortcut } from '../../keys/provider';
import { UnreachableNote } from '../servers/unreachable-banner';
import { useIsReadOnly, useCanOperate } from '../session/use-can-operate';
import { ConfirmPlan } from '../plan/confirm-plan';
import { focusField } from './field-help';
import { problemsAtFields } from './entry-problems';
import { asOffered, initialValues, inputOf, missingFields } from './form-values';
import type { Prefill } from './form-values';
import { newSecret } from './new-secret';
import { PackageForm } from './package-form';
import { PlanPanel } from '../plan/plan-panel';
import { dataAtRisk, lossesOf, uncheckedSentence } from '../plan/plan-tally';
import { SubmitFooter } from '../plan/submit-footer';
import { usePlan } from '../plan/use-plan';
import { useFieldOptions } from './use-field-options';
import { useSubmit } from './use-submit';
import type { GivesUp } from './use-submit';

export interface PackageRequestFormProps {
  kind: string;
  packageId: string;
  /** Left out: an install of what the form identifies. */
  installationId?: string;
  /** What a new installation will live in. Left out: nothing. */
  parentId?: string | null;
  fields: FormField[];
  server: Pick<ServerSummary, 'id' | 'name' | 'unreachable'> | null;
  /** Said where there is no server yet; that one has to be chosen when left out. */
  choose?: string;
  /** "Install Redis on queue-1" */
  submitLabel: string;
  /** "Drop", where it is asked once more; the usual word when left out. */
  confirmLabel?: string;
  /** What the form begins with instead of its defaults. */
  prefill?: Prefill | null;
  /** The operation that this request closes: it waits for a decision. */
  closesOperation?: GivesUp | null;
  /** The title of what is removed, where it was on the server before Milepost. */
  adoptedTitle?: string | undefined;
  /** What is installed was found on the server, and is adopted. */
  adopts?: boolean;
  /** Above the package's own fields: the choice of a server. */
  children?: ReactNode;
}

/** The form at the left, its plan at the right, one button under the plan. */
export function PackageRequestForm({
  kind,
  packageId,
  fields: declared,
  server,
  submitLabel,
  ...props
}: PackageRequestFormProps) {
  const { prefill = null, installationId = null, parentId = null, closesOperation, children } = props;
  const { adopts = false } = props;
  const serverId = server?.id ?? null;
  const offered = useFieldOptions(declared, { kind, packageId, installationId, parentId, serverId });
  const { fields } = offered;
  const form = useRef<HTMLDivElement>(null);
  const [typed, setValues] = useState(() => initialValues(fields, newSecret, prefill));
  const values = prefill?.installed === true ? typed : asOffered(fields, typed);
  const [confirming, setConfirming] = useState(false);
  const errors = useFieldErrors(form);
  const isReadOnly = useIsReadOnly();
  const keepsSecrets = prefill?.keepsSecrets === true;
  const asksNothing = fields.length === 0 && children === undefined;
  const request = {
    ...{ kind, packageId, installationId, parentId, serverId },
    input: inputOf(fields, values),
  };
  const missing = missingFields(fields, values, keepsSecrets);
  const canPlan = useCanOperate();
  const missingInput = isReadOnly
    ? 'Plans need the operator role. Ask an owner to change your role.'
    : missingInputSentence(missing, server === null ? (props.choose ?? CHOOSE_SERVER) : null);
  const plan = usePlan(request, canPlan && missingInput === null, (input) => fieldIssues(fields, input));
  const refused = (problem: Problem) => {
    errors.show({ ...problem, fields: problemsAtFields(problem.fields, values) });
  };
  const { submit, busy } = useSubmit(refused, { closesOperation, adopts });
  const losesData =
    plan.preview !== undefined && lossesOf(plan.preview).length + dataAtRisk(plan.preview).length > 0;
  const dangerous = kind === 'uninstall' || losesData;
  const blocked = dangerous && server !== null ? uncheckedSentence(plan, server.name) : null;
  const ready = plan.current && plan.preview?.possible === true && blocked === null && !isReadOnly;
  const go = (): void => {
    if (!ready || busy || plan.preview === undefined) return;
    errors.clear();
    submit(request, plan.preview);
  };
  useShortcut('Mod+Enter', go, { enabled: !dangerous });
  const planProblems = problemsAtFields(plan.problem?.fields ?? {}, values);
  const fieldError = (name: string): string | undefined => errors.of(name) ?? planProblems[name];

  return (
    <div
      className={cn(
        'grid grid-cols-[360px_minmax(0,1fr)] items-start gap-6 max-lg:grid-cols-1',
        asksNothing && 'grid-cols-[minmax(0,840px)]',
      )}
    >
      <section aria-label="Settings" className={cn(asksNothing && errors.general === null && 'hidden')}>
        <div
          ref={form}
          className={cn('grid content-start gap-4', !asksNothing && 'rounded-lg border bg-surface p-4')}
        >
          {errors.general !== null && (
            <Banner
              variant="bad"
              icon={<StatusIcon name="failed" tone="bad" />}
              action={
                errors.operationId !== null && (
                  <Button asChild size="sm">
                    <Link href={`/operations/${errors.operationId}`}>View operation</Link>
                  </Button>
                )
              }
            >
              {errors.general}
            </Banner>
          )}
          {children}
          {offered.problem !== null && (
            <Banner
              variant="warn"
              icon={<StatusIcon name="warn" tone="warn" />}
              action={
                <Button size="sm" onClick={offered.retry}>
                  Try again
                </Button>
              }
            >
              What {server?.name} offers could not be read: {offered.problem}
            </Banner>
          )}
          <PackageForm
            fields={fields}
            values={values}
            installed={prefill?.installed === true}
            keepsSecrets={keepsSecrets}
            errorOf={fieldError}
            notOffered={offered.problem === null ? null : 'Not read'}
            onChange={(name, value) => {
              setValues((before) => ({ ...before, [name]: value }));
              errors.clear();
            }}
          />
        </div>
      </section>
      <PlanPanel
        plan={plan}
        kind={kind}
        help={{
          titleOf: (name) => fields.find((field) => field.name === name)?.title,
          focus: (name) => {
            focusField(form.current, name);
          },
        }}
        server={server?.name ?? null}
        missingInput={missingInput}
        note={server !== null && <UnreachableNote server={server} />}
        footer={
          <>
            <SubmitFooter
              preview={missingInput === null ? plan.preview : undefined}
              submitLabel={submitLabel}
              disabled={!ready}
              busy={busy}
              isReadOnly={isReadOnly}
              dangerous={dangerous}
              blocked={blocked}
              onSubmit={
                dangerous
                  ? () => {
                      setConfirming(true);
                    }
                  : go
              }
            />
            {dangerous && server !== null && plan.preview !== undefined && (
              <ConfirmPlan
                open={confirming}
                onOpenChange={setConfirming}
                adopted={props.adoptedTitle}
                confirmLabel={props.confirmLabel ?? operationKindLabel(kind)}
                submitLabel={submitLabel}
                server={server.name}
                preview={plan.preview}
                onConfirm={() => {
                  setConfirming(false);
                  go();
                }}
              />
            )}
          </>
        }
      />
    </div>
  );
}

const list = new Intl.ListFormat('en');

const CHOOSE_SERVER = 'Choose a server to see the plan.';

/** `choose`: what has to be chosen first; null where it is. */
function missingInputSentence(missing: string[], choose: string | null): string | null {
  if (choose !== null) return choose;
  if (missing.length > 0) return `Fill in ${list.format(missing)} to see the plan.`;
  return null;
}
