import { describe, expect, test } from 'vitest';
import { parseAnswer, parseMark, parseStopped, parseWord } from './supervisor-words';

describe('an answer', () => {
  test.each([
    { line: 'mp end 0 002 0 000', answer: { kind: 'done', applied: 2 } },
    { line: 'mp end 1 010 1 100', answer: { kind: 'failed', state: 10, phase: 'apply', exitCode: 100 } },
    { line: 'mp end 1 001 3 008', answer: { kind: 'failed', state: 1, phase: 'capture', exitCode: 8 } },
    { line: 'mp end 2 004 0 000', answer: { kind: 'paused', state: 4 } },
    { line: 'mp end 3 001 2 000', answer: { kind: 'spool_full', state: 1, phase: 'verify' } },
    { line: 'mp end 9 999 9 999', answer: null },
    {
      line: 'mp lost 3 apply 12:sh 15:apt-get ',
      answer: { kind: 'lost', state: 3, phase: 'apply', alive: ['12:sh', '15:apt-get'] },
    },
    { line: 'mp lost 1 check ', answer: { kind: 'lost', state: 1, phase: 'check', alive: [] } },
    { line: 'mp absent', answer: { kind: 'absent' } },
    { line: 'mp running', answer: { kind: 'running' } },
    { line: 'mp refused fenced 7', answer: { kind: 'refused', reason: 'fenced', detail: '7' } },
    { line: 'mp refused conflict', answer: { kind: 'refused', reason: 'conflict', detail: '' } },
    {
      line: 'mp refused something new',
      answer: { kind: 'refused', reason: 'malformed', detail: 'something new' },
    },
    { line: 'mp claimed 7', answer: null },
    { line: 'mp silent', answer: null },
  ])('$line', ({ line, answer }) => {
    expect(parseAnswer(parseWord(line)!)).toEqual(answer);
  });
});

test.each([
  { line: '3 apply 1042 5566.77', mark: { state: 3, phase: 'apply', offset: 1042, uptime: 5566.77 } },
  { line: '12 capture 0 1', mark: { state: 12, phase: 'capture', offset: 0, uptime: 1 } },
  { line: '3 apply 1042', mark: null },
  { line: '3 dance 1042 1', mark: null },
  { line: 'sh: 3: apply: not found', mark: null },
  { line: 'mp end 0 002 0 000', mark: null },
])('as a mark, $line is $mark', ({ line, mark }) => {
  expect(parseMark(line)).toEqual(mark);
});

test.each([
  { words: 'clean', answer: { kind: 'clean' } },
  { words: 'clean repaired', answer: { kind: 'clean', dpkg: 'repaired' } },
  { words: 'left 7:sleep ', answer: { kind: 'left', processes: ['7:sleep'] } },
  { words: 'dpkg 7:dpkg 8:sh ', answer: { kind: 'dpkg_working', processes: ['7:dpkg', '8:sh'] } },
  { words: '', answer: null },
])('stopped $words', ({ words, answer }) => {
  expect(parseStopped(words.split(' '))).toEqual(answer);
});

test('a line of anybody else is no word', () => {
  expect(parseWord('mpx end')).toBeNull();
  expect(parseWord('sh: mp end 0 001 0 000')).toBeNull();
});
