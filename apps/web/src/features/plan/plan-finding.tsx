import type { PlanPreview } from '@milepost/api/package-views';

import { Button } from '../../components/forms/button';
import { cn } from '../../components/cn';
import type { Tone } from '../../components/status/status-icon';
import { StatusIcon } from '../../components/status/status-icon';
import type { StatusIconName } from '../../components/status/status-icon-shapes';
import type { FieldHelp } from '../catalog/field-help';

export type Finding = PlanPreview['milestones'][number]['states'][number]['findings'][number];

interface FindingStyle {
  name: StatusIconName;
  tone: Tone;
  /** Read by screen readers before the sentence, instead of the icon. */
  word: string;
  className?: string;
}

/** In the order in which they are read. */
const findingStyles: Record<Finding['kind'], FindingStyle> = {
  blocked: { name: 'blocked', tone: 'bad', word: 'Prevents this:', className: 'font-medium text-bad-ink' },
  destroys: {
    name: 'destructive',
    tone: 'bad',
    word: 'Data at risk:',
    className: 'font-medium text-bad-ink',
  },
  replaces: { name: 'replaces', tone: 'warn', word: 'Replaces:', className: 'text-ink' },
  changes: { name: 'changes', tone: 'run', word: 'Changes:' },
  keeps: { name: 'keeps', tone: 'ok', word: 'Keeps:' },
  warns: { name: 'warn', tone: 'warn', word: 'Note:' },
  informs: { name: 'waiting', tone: 'idle', word: 'Note:' },
};

const ORDER = Object.keys(findingStyles) as Finding['kind'][];

/** The gravest first. */
export function inOrder(findings: Finding[]): Finding[] {
  return findings.toSorted((a, b) => ORDER.indexOf(a.kind) - ORDER.indexOf(b.kind));
}

/** One line of what was found on the server, and the way to the field that helps. */
export function PlanFinding({ finding, help }: { finding: Finding; help: FieldHelp }) {
  const { word, className, ...icon } = findingStyles[finding.kind];
  return (
    <span className="grid grid-cols-[14px_minmax(0,1fr)] gap-x-2">
      <StatusIcon {...icon} className="mt-[3px] size-3.5" />
      <span className={cn('wrap-anywhere', className)}>
        <span className="sr-only">{word} </span>
        {finding.sentence} <FieldButton name={finding.field} help={help} />
      </span>
    </span>
  );
}

/** Leads to the field that helps; nothing where none does. */
export function FieldButton({ name, help }: { name: string | null; help: FieldHelp }) {
  const title = name === null ? undefined : help.titleOf(name);
  if (name === null || title === undefined) return null;
  return (
    <Button
      size="sm"
      className="ml-1 h-6 px-2 align-baseline max-sm:mt-1 max-sm:ml-0"
      aria-label={`Change ${title}`}
      onClick={() => {
        help.focus(name);
      }}
    >
      {title}
    </Button>
  );
}
