import { Pill } from '../../../components/status/pill';
import { ProgressRing } from '../../../components/status/progress-ring';
import { StatusIcon } from '../../../components/status/status-icon';
import type { DisplayedOperation } from '../format/status';
import { showsRollback, statusStyle } from '../format/status';

/** The icon alone; a word must be shown beside it. */
export function OperationIcon({
  operation,
  className,
}: {
  operation: DisplayedOperation;
  className?: string;
}) {
  const { icon, tone } = statusStyle(operation);
  if (icon === null) return <ProgressRing percentage={operation.progress.percentage} className={className} />;
  return <StatusIcon name={icon} tone={tone} className={className} />;
}

/** Icon and word, for rows. */
export function OperationStatus({ operation }: { operation: DisplayedOperation }) {
  return (
    <span className="inline-flex items-center gap-[7px] align-middle whitespace-nowrap">
      <OperationIcon operation={operation} />
      {statusStyle(operation).word}
    </span>
  );
}

/** Icon and word, beside a title. */
export function OperationPill({ operation }: { operation: DisplayedOperation }) {
  const { tone, word } = statusStyle(operation);
  return (
    <>
      <Pill tone={tone} icon={<OperationIcon operation={operation} />}>
        {word}
      </Pill>
      {showsRollback(operation) && (
        <Pill tone="idle" icon={<StatusIcon name="rolledBack" tone="idle" />}>
          Rolling back
        </Pill>
      )}
    </>
  );
}
