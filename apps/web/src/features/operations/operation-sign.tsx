import { Pill } from '../../components/pill';
import { Ring } from '../../components/ring';
import { Sign } from '../../components/sign';
import type { Shown } from './status';
import { alsoRollsBack, statusLook } from './status';

/** The sign alone; a word must stand beside it. */
export function OperationSign({ operation, className }: { operation: Shown; className?: string }) {
  const { sign, tone } = statusLook(operation);
  if (sign === null) return <Ring percentage={operation.progress.percentage} className={className} />;
  return <Sign name={sign} tone={tone} className={className} />;
}

/** Sign and word, for rows. */
export function OperationStatus({ operation }: { operation: Shown }) {
  return (
    <span className="inline-flex items-center gap-[7px] align-middle whitespace-nowrap">
      <OperationSign operation={operation} />
      {statusLook(operation).word}
    </span>
  );
}

/** Sign and word, beside a title. */
export function OperationPill({ operation }: { operation: Shown }) {
  const { tone, word } = statusLook(operation);
  return (
    <>
      <Pill tone={tone} sign={<OperationSign operation={operation} />}>
        {word}
      </Pill>
      {alsoRollsBack(operation) && (
        <Pill tone="idle" sign={<Sign name="undone" tone="idle" />}>
          Rolling back
        </Pill>
      )}
    </>
  );
}
