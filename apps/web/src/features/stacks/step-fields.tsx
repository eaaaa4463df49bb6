import { Banner } from '../../components/layout/banner';
import { StatusIcon } from '../../components/status/status-icon';
import { PackageForm } from '../catalog/package-form';
import type { StepForm } from './use-step-forms';

/** What one step asks; nothing where it asks nothing. */
export function StepFields({
  form: { step, fields, values, problem, change },
  errorOf,
}: {
  form: StepForm;
  errorOf: (name: string) => string | undefined;
}) {
  if (fields.length === 0) return null;
  return (
    <fieldset className="grid min-w-0 gap-3 border-t pt-3">
      <legend className="float-left font-semibold">
        <span className="mr-1.5 font-normal text-ink-3">{step.n}</span>
        {step.title}
      </legend>
      {problem !== null && (
        <Banner variant="warn" icon={<StatusIcon name="warn" tone="warn" />}>
          {problem}
        </Banner>
      )}
      <div className="clear-both grid gap-3">
        <PackageForm
          fields={fields}
          values={values}
          installed={false}
          keepsSecrets={step.keepsSecrets}
          errorOf={errorOf}
          notOffered={problem === null ? null : 'Not read'}
          onChange={change}
        />
      </div>
    </fieldset>
  );
}
