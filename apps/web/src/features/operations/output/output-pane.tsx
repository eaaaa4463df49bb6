'use client';

import type { MilestoneView } from '@milepost/api/views';
import { useMemo, useRef, useState } from 'react';
import { toast } from 'sonner';

import { copyText } from '../../../components/clipboard';
import { useShortcut } from '../../../keys/provider';
import type { OperationStore } from '../../../live/store/operation-store';
import { formatBytes } from '@milepost/contract/messages/format/bytes';
import { plural } from '@milepost/contract/messages/format/text';
import { download, fileName, outputText } from './output-file';
import { OutputToolbar } from './output-toolbar';
import { OutputView } from './output-view';
import { useFolding } from './use-folding';
import { useSearch } from './use-search';
import type { OutputViewHandle } from './output-view';

export interface OutputPaneProps {
  title: string;
  store: OperationStore;
  version: number;
  milestones: MilestoneView[];
  /** More may come. */
  live: boolean;
}

/** What ran and what it printed: folded by attempt, searched, followed; tens of thousands of lines are fine. */
export function OutputPane({ title, store, version, milestones, live }: OutputPaneProps) {
  const { output } = store;
  const labels = useMemo(() => new Map(milestones.map(({ n, label }) => [n, label])), [milestones]);
  const search = useSearch(output, version);
  const folding = useFolding(output, store.complete);
  const [wrap, setWrap] = useState(false);
  const [times, setTimes] = useState(false);
  const [following, setFollowing] = useState(live);
  const view = useRef<OutputViewHandle>(null);
  const searchRef = useRef<HTMLInputElement>(null);
  useShortcut('/', () => searchRef.current?.select());
  useShortcut('f', () => {
    setFollowing(!following);
  });

  const step = (by: 1 | -1): void => {
    const match = search.step(by);
    if (match === undefined) return;
    setFollowing(false);
    folding.open(match.group);
    view.current?.reveal(match);
  };

  return (
    <section
      aria-labelledby="output"
      className="flex h-[max(380px,calc(100dvh-19rem))] flex-col overflow-clip rounded-lg border bg-surface max-lg:h-[max(380px,60dvh)]"
    >
      <OutputToolbar
        search={search}
        searchRef={searchRef}
        onStep={step}
        wrap={wrap}
        onWrap={() => {
          setWrap(!wrap);
        }}
        times={times}
        onTimes={() => {
          setTimes(!times);
        }}
        following={following}
        onFollow={() => {
          setFollowing(!following);
        }}
        onCopy={() => {
          void copyText(outputText(output, labels)).then((copied) =>
            copied ? toast('Output copied') : toast('Could not copy: the browser blocked it'),
          );
        }}
        onDownload={() => {
          download(`${fileName(title)}.txt`, outputText(output, labels));
        }}
      />
      <OutputView
        ref={view}
        output={output}
        version={version}
        labels={labels}
        live={live}
        wrap={wrap}
        times={times}
        folding={folding}
        search={search}
        following={following}
        onFollowing={setFollowing}
        placeholder={placeholder(store, live)}
      />
      <div className="flex items-center gap-3 border-t px-4 py-1.5 text-xs text-ink-3">
        <span>
          {output.lines} {plural(output.lines, { one: 'line', other: 'lines' })}, {formatBytes(output.bytes)}
        </span>
        <span className="ml-auto">{footerLabel(live, following)}</span>
      </div>
    </section>
  );
}

function placeholder(store: OperationStore, live: boolean): string {
  if (store.failed)
    return 'The output could not be loaded. Retrying in 3 s; the operation itself is not affected.';
  if (!store.complete) return '';
  return live ? 'Commands and their output appear here.' : 'No command ran.';
}

function footerLabel(live: boolean, following: boolean): string {
  if (!live) return '';
  return following ? 'Following; scroll up to stop' : 'Not following; press f to follow';
}
