'use client';

import type { OperationDetail } from '@milepost/api/views';
import { useMemo } from 'react';

import { Kbd } from '../../components/kbd';
import { Button } from '../../components/button';
import { Sign } from '../../components/sign';
import { useShortcut } from '../../keys/provider';
import { OutputLines } from '../../live/output-lines';
import { LineRow } from './output/output-row';
import { useTryAgain } from './use-try-again';

/** What failed in a sentence, the last lines, and the way on. */
export function FailurePanel({ operation }: { operation: OperationDetail }) {
  const { failure, actions } = operation;
  const tryAgain = useTryAgain(operation);
  useShortcut('Mod+Enter', tryAgain.run, { enabled: actions.tryAgain });
  if (failure === null) return null;
  const done = operation.milestones.filter(({ status }) => status === 'done').length;
  return (
    <section
      aria-labelledby="failure"
      className="mb-5 overflow-clip rounded-lg border border-bad-line bg-surface max-sm:mb-4"
    >
      <div className="grid grid-cols-[16px_minmax(0,1fr)] gap-x-3 border-b border-bad-line bg-bad-soft px-4 py-3.5">
        <Sign name="failed" tone="bad" className="mt-1" />
        <h2 id="failure" className="text-lg tracking-tight text-balance">
          {failure.label} failed
        </h2>
        <p className="col-start-2 text-pretty text-ink-2">{failure.sentence}</p>
      </div>
      {failure.lastLines !== '' && (
        <>
          <h3 className="px-4 pt-2.5 pb-1.5 font-medium">Last lines</h3>
          <LastLines text={failure.lastLines} />
        </>
      )}
      {actions.tryAgain && (
        <div className="flex flex-wrap items-center gap-3 border-t bg-sunken px-4 py-3">
          <p className="flex-[1_1_220px] text-xs text-ink-3">
            {doneWords(done)} Trying again goes on from {failure.label}; what is already true is not done
            twice.
          </p>
          <Button
            look="primary"
            aria-keyshortcuts="Control+Enter"
            disabled={tryAgain.busy}
            onClick={tryAgain.run}
          >
            Try again <Kbd className="max-sm:hidden">Ctrl Enter</Kbd>
          </Button>
        </div>
      )}
    </section>
  );
}

function LastLines({ text }: { text: string }) {
  const lines = useMemo(() => {
    const output = new OutputLines();
    output.append({ n: 1, milestone: 1, offset: 0, text, gapBefore: 0 });
    return output.groups[0]?.lines ?? [];
  }, [text]);
  return (
    <div
      role="group"
      aria-label="Last lines of the output"
      tabIndex={0}
      className="max-h-64 overflow-auto border-t bg-term py-1.5 font-mono text-xs/5 text-ansi-fg [font-variant-ligatures:none] focus-visible:-outline-offset-2"
    >
      {lines.map((line, index) => (
        <LineRow
          key={index}
          line={line}
          length={line.text.length}
          number={index + 1}
          wrap
          matches={[]}
          current={undefined}
        />
      ))}
    </div>
  );
}

function doneWords(done: number): string {
  if (done === 0) return '';
  return done === 1 ? 'One milestone is done and stays done.' : `${done} milestones are done and stay done.`;
}
