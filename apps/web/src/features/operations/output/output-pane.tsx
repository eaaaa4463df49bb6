'use client';

import type { MilestoneView } from '@milepost/api/views';
import { useMemo, useRef, useState } from 'react';
import { toast } from 'sonner';

import { copyText } from '../../../components/clipboard';
import { useShortcut } from '../../../keys/provider';
import type { OperationFeed } from '../../../live/operation-feed';
import { bytesWords } from '../../../live/output-lines';
import { download, fileName, outputText } from './output-file';
import { OutputToolbar } from './output-toolbar';
import { OutputView } from './output-view';
import { useFolding } from './use-folding';
import { useSearch } from './use-search';
import type { OutputViewHandle } from './output-view';

export interface OutputPaneProps {
  title: string;
  feed: OperationFeed;
  version: number;
  milestones: MilestoneView[];
  /** More may come. */
  live: boolean;
}

/** What the commands printed: folded by milestone, searched, followed; tens of thousands of lines are fine. */
export function OutputPane({ title, feed, version, milestones, live }: OutputPaneProps) {
  const { output } = feed;
  const labels = useMemo(() => new Map(milestones.map(({ n, label }) => [n, label])), [milestones]);
  const search = useSearch(output.groups, version);
  const folding = useFolding(output, feed.complete);
  const [wrap, setWrap] = useState(false);
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
        following={following}
        onFollow={() => {
          setFollowing(!following);
        }}
        onCopy={() => {
          void copyText(outputText(output, labels)).then((copied) =>
            copied ? toast('Output copied') : toast('The browser did not allow copying'),
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
        folding={folding}
        search={search}
        following={following}
        onFollowing={setFollowing}
        placeholder={placeholder(feed, live)}
      />
      <div className="flex items-center gap-3 border-t px-4 py-1.5 text-xs text-ink-3">
        <span>
          {output.lines} {output.lines === 1 ? 'line' : 'lines'}, {bytesWords(output.bytes)}
        </span>
        <span className="ml-auto">{footWords(live, following)}</span>
      </div>
    </section>
  );
}

function placeholder(feed: OperationFeed, live: boolean): string {
  if (feed.failed)
    return 'The output could not be read. Trying again in 3 s; the operation itself is not affected.';
  if (!feed.complete) return '';
  return live ? 'Nothing printed yet. What the commands say appears here.' : 'The commands printed nothing.';
}

function footWords(live: boolean, following: boolean): string {
  if (!live) return '';
  return following ? 'Following; scroll up to stop' : 'Not following; press f to go on';
}
