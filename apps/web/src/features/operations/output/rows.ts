/** What stands in a row of the output: a milestone's heading, or one of its lines. Both count from 0. */
export type OutputRow = { kind: 'group'; group: number } | { kind: 'line'; group: number; line: number };

export interface RowGroup {
  lines: number;
  open: boolean;
}

/** Where each row is, without a list of all of them: the output may have a hundred thousand. */
export class RowLayout {
  readonly count: number;
  private readonly starts: number[] = [];

  constructor(private readonly groups: RowGroup[]) {
    let at = 0;
    for (const { lines, open } of groups) {
      this.starts.push(at);
      at += 1 + (open ? lines : 0);
    }
    this.count = at;
  }

  at(row: number): OutputRow {
    let low = 0;
    let high = this.starts.length - 1;
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if ((this.starts[middle] ?? 0) <= row) low = middle;
      else high = middle - 1;
    }
    const line = row - (this.starts[low] ?? 0) - 1;
    return line < 0 ? { kind: 'group', group: low } : { kind: 'line', group: low, line };
  }

  /** The row of a line; of its group's heading while the group is folded. */
  rowOf(group: number, line: number): number {
    const start = this.starts[group] ?? 0;
    return this.groups[group]?.open === true ? start + 1 + line : start;
  }
}
