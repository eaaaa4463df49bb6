import { hiddenDiffSentence, moreLinesLabel } from '@milepost/contract/messages/plan-changes';

import { Fold } from '../../components/layout/fold';
import type { PlanStateView } from './plan-tally';

type FileDiff = NonNullable<PlanStateView['diff']>;

/** What a state changes in a file, against what is on the server. */
export function PlanDiff({ diff }: { diff: FileDiff | null }) {
  if (diff === null) return null;
  const hidden = hiddenDiffSentence(diff);
  if (hidden !== null)
    return (
      <p className="text-ink-3">
        <code className="wrap-anywhere">{diff.path}</code> {hidden}
      </p>
    );
  const { path, text, added, removed, moreLines } = diff;
  const [from = '', , ...lines] = text.split('\n');
  return (
    <Fold
      summary={
        <>
          {from.startsWith('--- /dev/null') ? 'New file' : 'Changes in'} <code>{path}</code>{' '}
          <Counts added={added} removed={removed} />
        </>
      }
    >
      <pre
        // Scrolled with the keys, too.
        tabIndex={0}
        role="region"
        aria-label={`Changes in ${path}`}
        className="max-h-96 overflow-auto rounded-sm bg-term px-2.5 py-[5px] font-mono text-xs text-ansi-fg inset-ring inset-ring-line"
      >
        {lines.map((line, index) => (
          <span key={index} className={`block ${colorOf(line)}`}>
            {line === '' ? ' ' : line}
          </span>
        ))}
        {moreLines > 0 && <span className="block text-ansi-dim">{moreLinesLabel(moreLines)}</span>}
      </pre>
    </Fold>
  );
}

function Counts({ added, removed }: Pick<FileDiff, 'added' | 'removed'>) {
  return (
    <span className="ml-1 font-mono text-xs whitespace-nowrap">
      {added > 0 && (
        <span className="text-ok-ink">
          +{added}
          <span className="sr-only"> added</span>
        </span>
      )}
      {added > 0 && removed > 0 && ' '}
      {removed > 0 && (
        <span className="text-bad-ink">
          −{removed}
          <span className="sr-only"> removed</span>
        </span>
      )}
    </span>
  );
}

function colorOf(line: string): string {
  if (line.startsWith('+')) return 'text-ansi-green';
  if (line.startsWith('-')) return 'text-ansi-red';
  return line.startsWith('@@') || line.startsWith('\\') ? 'text-ansi-dim' : '';
}
