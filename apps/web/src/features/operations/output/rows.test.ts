import { describe, expect, it } from 'vitest';

import { RowLayout } from './rows';

const layout = new RowLayout([
  { lines: 3, open: false },
  { lines: 2, open: true },
  { lines: 0, open: true },
  { lines: 4, open: true },
]);

describe('RowLayout', () => {
  it('gives each row its place, folded groups only their heading', () => {
    expect(layout.count).toBe(1 + 3 + 1 + 5);
    const all = Array.from({ length: layout.count }, (_, row) => {
      const at = layout.at(row);
      return at.kind === 'group' ? `#${at.group}` : `${at.group}.${at.line}`;
    });
    expect(all).toEqual(['#0', '#1', '1.0', '1.1', '#2', '#3', '3.0', '3.1', '3.2', '3.3']);
  });

  it('finds a line again', () => {
    expect(layout.rowOf(3, 2)).toBe(8);
    expect(layout.rowOf(1, 0)).toBe(2);
    expect(layout.rowOf(0, 2)).toBe(0);
  });
});
