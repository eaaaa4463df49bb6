'use client';

import {
  ArrowDownToLine,
  ChevronDown,
  ChevronUp,
  Clock,
  Copy,
  Download,
  Search,
  WrapText,
} from 'lucide-react';
import type { RefObject } from 'react';

import { IconButton } from '../../../components/forms/icon-button';
import { Input } from '../../../components/forms/input';
import { MOST_MATCHES } from './search';
import type { SearchState } from './use-search';

export interface OutputToolbarProps {
  search: SearchState;
  searchRef: RefObject<HTMLInputElement | null>;
  onStep: (by: 1 | -1) => void;
  wrap: boolean;
  onWrap: () => void;
  times: boolean;
  onTimes: () => void;
  following: boolean;
  onFollow: () => void;
  onCopy: () => void;
  onDownload: () => void;
}

export function OutputToolbar({ search, searchRef, onStep, ...props }: OutputToolbarProps) {
  const { query, matches, index } = search;
  const none = matches.length === 0;
  return (
    <div className="flex min-h-11 items-center gap-0.5 border-b py-1.5 pr-2 pl-4 max-sm:flex-wrap">
      <h2 id="output" className="max-sm:flex-1">
        Output
      </h2>
      <Input
        ref={searchRef}
        type="search"
        size="sm"
        aria-label="Search the output"
        aria-keyshortcuts="/"
        value={query}
        shellClassName="mr-1.5 ml-auto w-[230px] max-sm:order-1 max-sm:my-1 max-sm:ml-0 max-sm:w-auto max-sm:flex-1 max-sm:basis-3/5"
        lead={<Search aria-hidden className="size-3.5 text-ink-3" />}
        trail={
          query !== '' && (
            <span role="status" className="whitespace-nowrap text-ink-3">
              {none
                ? 'nothing'
                : `${index + 1} of ${matches.length}${matches.length >= MOST_MATCHES ? '+' : ''}`}
            </span>
          )
        }
        onChange={(event) => {
          search.setQuery(event.target.value);
        }}
        onKeyDown={(event) => {
          if (event.key === 'Enter') onStep(event.shiftKey ? -1 : 1);
          else if (event.key === 'Escape') search.setQuery('');
          else return;
          event.preventDefault();
        }}
      />
      <IconButton
        size="sm"
        label="Previous match"
        className="max-sm:order-1"
        disabled={none}
        onClick={() => {
          onStep(-1);
        }}
      >
        <ChevronUp />
      </IconButton>
      <IconButton
        size="sm"
        label="Next match"
        className="max-sm:order-1"
        disabled={none}
        onClick={() => {
          onStep(1);
        }}
      >
        <ChevronDown />
      </IconButton>
      <IconButton size="sm" label="Wrap lines" aria-pressed={props.wrap} onClick={props.onWrap}>
        <WrapText />
      </IconButton>
      <IconButton size="sm" label="Show times" aria-pressed={props.times} onClick={props.onTimes}>
        <Clock />
      </IconButton>
      <IconButton size="sm" label="Copy the output" onClick={props.onCopy}>
        <Copy />
      </IconButton>
      <IconButton size="sm" label="Download the output" onClick={props.onDownload}>
        <Download />
      </IconButton>
      <IconButton
        size="sm"
        label="Follow the newest line"
        keys="f"
        aria-pressed={props.following}
        onClick={props.onFollow}
      >
        <ArrowDownToLine />
      </IconButton>
    </div>
  );
}
