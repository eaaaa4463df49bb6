'use client';

import { useMemo } from 'react';

import { OutputLines } from '../../../live/store/output-lines';
import { LineRow } from '../output/output-row';

/** The end of what a milestone said, with its colors. */
export function LastLines({ text }: { text: string }) {
  const lines = useMemo(() => {
    const output = new OutputLines();
    const source = { command: '', milestone: 1, attempt: 1, undo: false, at: '' };
    output.append({ ...source, n: 1, offset: 0, text, gapBefore: 0, mark: null });
    return output.groups[0]?.lines ?? [];
  }, [text]);
  return (
    <>
      <h3 className="px-4 pt-2.5 pb-1.5 font-medium">Last lines</h3>
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
            time={null}
            matches={[]}
            current={undefined}
          />
        ))}
      </div>
    </>
  );
}
