import type { OperationPlan, OutputMark } from '@milepost/api/output-views';
import type { OutputChunk } from '@milepost/api/views';
import { describe, expect, it } from 'vitest';

import { OutputLines, plainText } from './output-lines';

const piece = (of: Partial<OutputChunk> & { n: number }): OutputChunk => ({
  ...{ command: `of ${of.milestone ?? 1}`, milestone: 1, attempt: 1, undo: false, at: '' },
  ...{ offset: 0, text: '', gapBefore: 0, mark: null },
  ...of,
});

const bytesOf = (text: string): number => new TextEncoder().encode(text).length;

/** Appends text as chunks of one milestone, offsets as the worker would give them. */
function assemble(pieces: string[], milestone = 1): OutputLines {
  const lines = new OutputLines();
  let offset = 0;
  pieces.forEach((text, index) => {
    lines.append(piece({ n: index + 1, milestone, offset, text, gapBefore: 0 }));
    offset += bytesOf(text);
  });
  return lines;
}

const texts = (lines: OutputLines): string[] => lines.groups.flatMap((group) => group.lines.map(plainText));

describe('OutputLines', () => {
  it('reads the same wherever the text is split', () => {
    const text = 'Fetched \u001b[32m58 MB\u001b[0m in 48s\r\n 10%\r 55%\r100%\nä done\n\nlast';
    const whole = assemble([text]);
    for (let cut = 1; cut < text.length; cut += 1) {
      const split = assemble([text.slice(0, cut), text.slice(cut)]);
      expect(split.groups, `cut at ${cut}`).toEqual(whole.groups);
    }
    expect(assemble([...text]).groups).toEqual(whole.groups);
    expect(texts(whole)).toEqual(['Fetched 58 MB in 48s', '100%', 'ä done', '', 'last']);
  });

  it('counts lines, bytes and the longest line without colors', () => {
    const lines = assemble(['\u001b[1mähm\u001b[0m\n', 'four\n', 'x']);
    expect(lines.lines).toBe(3);
    expect(lines.bytes).toBe(bytesOf('\u001b[1mähm\u001b[0m\nfour\nx'));
    expect(lines.longest).toBe(4);
  });

  it('carries colors over line ends, and forgets them at a reset', () => {
    const [first, second, third, fourth] =
      assemble(['\u001b[1m\u001b[31mone\n', 'two\n\u001b[mthree\n', 'four']).groups[0]?.lines ?? [];
    expect(first?.sgr).toBe('');
    expect(second?.sgr).toBe('\u001b[1m\u001b[31m');
    expect(third?.sgr).toBe('\u001b[1m\u001b[31m');
    expect(fourth?.sgr).toBe('');
  });

  it('keeps only the last state of a progress line', () => {
    expect(texts(assemble(['Reading 1%\rReading 50%\r', 'Reading 100%\n', 'next\r\n']))).toEqual([
      'Reading 100%',
      'next',
    ]);
  });

  it('leaves out what moves the cursor, sets titles or rings', () => {
    const noise =
      '\u001b]0;title\u0007a\u001b[2Kb\u001b[?25lc\u0007\u0008\u001b]8;;http://x\u001b\\d\u001b(B';
    expect(texts(assemble([noise]))).toEqual(['abcd']);
  });

  it('says how much was left out, and starts a new line after it', () => {
    const lines = new OutputLines();
    lines.append(piece({ n: 1, milestone: 2, offset: 0, text: '\u001b[31mhead', gapBefore: 0 }));
    lines.append(piece({ n: 2, milestone: 2, offset: 2_000_009, text: 'tail\n', gapBefore: 2_000_000 }));
    expect(texts(lines)).toEqual(['head', '2.0 MB left out here', 'tail']);
    expect(lines.groups[0]?.lines.map(({ gap }) => gap)).toEqual([false, true, false]);
    expect(lines.groups[0]?.lines[2]?.sgr).toBe('');
  });

  it('keeps a second attempt and a rollback in groups of their own, in the order in which they began', () => {
    const lines = new OutputLines();
    lines.append(piece({ n: 1, command: 'a', milestone: 5, text: 'first try' }));
    lines.append(piece({ n: 2, command: 'b', milestone: 5, attempt: 2, text: 'second try' }));
    lines.append(piece({ n: 3, command: 'c', milestone: 3, undo: true, text: 'removing' }));
    const briefs = lines.groups.map(({ milestone, attempt, undo }) => [milestone, attempt, undo]);
    expect(briefs).toEqual([
      [5, 1, false],
      [5, 2, false],
      [3, 1, true],
    ]);
    expect(lines.groups.map((group) => group.lines.map(plainText))).toEqual([
      ['first try'],
      ['second try'],
      ['removing'],
    ]);
  });

  it('keeps milestones apart even when their chunks alternate', () => {
    const lines = new OutputLines();
    lines.append(piece({ n: 1, milestone: 1, offset: 0, text: 'a', gapBefore: 0 }));
    lines.append(piece({ n: 2, milestone: 2, offset: 0, text: 'x\n', gapBefore: 0 }));
    lines.append(piece({ n: 3, milestone: 1, offset: 1, text: 'b\n', gapBefore: 0 }));
    expect(lines.groups.map((group) => group.lines.map(plainText))).toEqual([['ab'], ['x']]);
  });
});

const step = (label: string, apply: string, action: string | null = null) => ({
  label,
  action,
  check: 'test -e x',
  apply,
  verify: 'test -e x',
  destructive: null,
  script: null,
});
const PLAN: OperationPlan = {
  hash: '',
  milestones: [
    {
      ...{ n: 1, label: 'Installing nginx' },
      states: [
        step('Package lists', 'apt-get update', 'Refresh the package lists'),
        step('Package nginx', 'apt-get install nginx', 'Install nginx'),
      ],
      undo: [step('Undo: Package nginx', 'apt-get remove nginx')],
    },
  ],
};
const phase = (
  state: number,
  name: 'check' | 'apply' | 'verify' | 'confirm',
  uptime: number,
): OutputMark => ({
  ...{ kind: 'phase', state, phase: name, uptime },
});
const end = (outcome: string, other = {}): OutputMark => ({
  ...{ kind: 'end', outcome, state: null, phase: null, exitCode: null, ...other },
});

/** Lines of one command; numbers are offsets of marks. */
function linesOf(parts: (string | [number, OutputMark])[], undo = false): string[] {
  const lines = new OutputLines();
  lines.plan = PLAN;
  let offset = 0;
  parts.forEach((part, index) => {
    const n = index + 1;
    if (typeof part !== 'string') lines.append(piece({ n, undo, offset: part[0], mark: part[1] }));
    else {
      lines.append(piece({ n, undo, offset, text: part }));
      offset += bytesOf(part);
    }
  });
  return texts(lines);
}

describe('what ran', () => {
  const applied: [number, OutputMark][] = [
    [0, phase(1, 'check', 1)],
    [0, phase(2, 'check', 1)],
    [0, phase(2, 'apply', 2)],
  ];
  const output = ['Package lists: already in place', 'Install nginx', '$ apt-get install nginx'];

  it('stands with its exit status and its duration around what it printed', () => {
    expect(linesOf([...applied, 'Unpacking\n', [10, phase(2, 'verify', 5.2)], [10, end('done')]])).toEqual([
      ...output,
      'Unpacking',
      'exit 0 · 3.2s',
    ]);
  });

  it('says whether a guarded change was confirmed', () => {
    const waits: [number, OutputMark][] = [...applied, [0, phase(2, 'confirm', 5)]];
    expect(linesOf([...waits, [0, phase(3, 'check', 5.5)], [0, end('done')]]).slice(3)).toEqual([
      'exit 0 · 3.0s',
      'confirmed over a new connection · 0.5s',
      'Step 3: already in place',
    ]);
    const failed = end('failed', { state: 2, phase: 'confirm', exitCode: 1 });
    expect(linesOf([...waits, [0, failed]]).slice(4)).toEqual([
      '“Package nginx” was not confirmed over a new connection',
    ]);
  });

  it('reads the same when marks come before the output in front of them, or after what is behind them', () => {
    const whole = linesOf([
      ...applied,
      'Unpäcking\n',
      [11, phase(2, 'verify', 5.2)],
      'waits\n',
      [17, end('done')],
    ]);
    expect(whole).toEqual([...output, 'Unpäcking', 'exit 0 · 3.2s', 'waits', 'verified']);
    const early: [number, OutputMark][] = [
      [11, phase(2, 'verify', 5.2)],
      [17, end('done')],
    ];
    expect(linesOf([...applied, ...early, 'Unpäcking\nwai', 'ts\n'])).toEqual(whole);
    expect(linesOf([...applied, 'Unpä', ...early, 'cking\nwaits\n'])).toEqual(whole);
    expect(linesOf([...applied, 'Unpäcking\nwaits\n', ...early])).toEqual(whole);
  });

  it('says what failed with which exit status', () => {
    const failed = (other: object) =>
      linesOf([...applied, 'E: no\n', [6, end('failed', { state: 2, ...other })]]).slice(4);
    expect(failed({ phase: 'apply', exitCode: 100 })).toEqual(['exit 100']);
    expect(failed({ phase: 'verify', exitCode: 1 })).toEqual([
      '$ test -e x',
      'exit 1 · verification of “Package nginx” failed',
    ]);
  });

  it('says what was in place already where nothing ran, and what a rollback ran', () => {
    expect(linesOf([[0, end('done')]])).toEqual([
      'Package lists: already in place',
      'Package nginx: already in place',
    ]);
    expect(
      linesOf(
        [
          [0, phase(1, 'apply', 1)],
          [0, end('done')],
        ],
        true,
      ),
    ).toEqual(['Undo: Package nginx', '$ apt-get remove nginx', 'exit 0']);
  });
});
