import type { OutputGroup } from '../../../live/store/output-lines';
import { plainText } from '../../../live/store/output-lines';

/** A search result: group and line count from 0, start and end in characters of the plain line. */
export interface Match {
  group: number;
  line: number;
  start: number;
  end: number;
}

/** More are not counted: nobody steps through them. */
export const MOST_MATCHES = 9_999;

/** Finds text in growing output; what was searched once is not searched again. Letters match in either case. */
export class OutputSearch {
  readonly matches: Match[] = [];
  private readonly pattern: RegExp;
  /** Lines of each group that are searched and will not change. */
  private readonly done: number[] = [];

  constructor(readonly query: string) {
    this.pattern = new RegExp(query.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&'), 'gi');
  }

  /** Takes in what was added since. A group's last line may still grow, so it is searched again. */
  extend(groups: OutputGroup[]): void {
    groups.forEach((group, index) => {
      const from = this.done[index] ?? 0;
      if (from >= group.lines.length) return;
      this.forgetFrom(index, from);
      for (let line = from; line < group.lines.length; line += 1) this.searchLine(group, index, line);
      this.done[index] = group.lines.length - 1;
    });
  }

  private searchLine(group: OutputGroup, index: number, line: number): void {
    const content = group.lines[line];
    if (content === undefined || this.matches.length >= MOST_MATCHES) return;
    for (const found of plainText(content).matchAll(this.pattern)) {
      this.insert({ group: index, line, start: found.index, end: found.index + found[0].length });
    }
  }

  private forgetFrom(group: number, line: number): void {
    const at = this.matches.findLastIndex(
      (match) => match.group < group || (match.group === group && match.line < line),
    );
    const later = this.matches.splice(at + 1);
    this.matches.push(...later.filter((match) => match.group !== group));
  }

  private insert(match: Match): void {
    const last = this.matches.at(-1);
    if (last === undefined || last.group <= match.group) {
      this.matches.push(match);
      return;
    }
    const at = this.matches.findIndex(({ group }) => group > match.group);
    this.matches.splice(at, 0, match);
  }
}

/** The results in one line, in order. */
export function matchesIn(matches: Match[], group: number, line: number): Match[] {
  let low = 0;
  let high = matches.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const at = matches[middle];
    if (at !== undefined && (at.group < group || (at.group === group && at.line < line))) low = middle + 1;
    else high = middle;
  }
  const found: Match[] = [];
  for (let at = low; at < matches.length; at += 1) {
    const match = matches[at];
    if (match?.group !== group || match.line !== line) break;
    found.push(match);
  }
  return found;
}
