import { describe, expect, test } from 'vitest';
import { ProtocolViolation } from '../bounds/protocol-violation';
import {
  parseConfirmation,
  parseResult,
  parseCount,
  parseMark,
  parseSpool,
  parseStopResult,
  parseMessage,
} from './supervisor-messages';

describe('an answer', () => {
  test.each([
    { line: 'mp end 0 002 0 000', answer: { kind: 'done', applied: 2 } },
    { line: 'mp end 1 010 1 100', answer: { kind: 'failed', state: 10, phase: 'apply', exitCode: 100 } },
    { line: 'mp end 1 001 3 008', answer: { kind: 'failed', state: 1, phase: 'capture', exitCode: 8 } },
    { line: 'mp end 1 001 4 001', answer: { kind: 'failed', state: 1, phase: 'confirm', exitCode: 1 } },
    { line: 'mp lost 2 confirm ', answer: { kind: 'lost', state: 2, phase: 'confirm', survivors: [] } },
    { line: 'mp end 2 004 0 000', answer: { kind: 'paused', state: 4 } },
    { line: 'mp end 3 001 2 000', answer: { kind: 'spool_full', state: 1, phase: 'verify' } },
    { line: 'mp end 9 999 9 999', answer: null },
    {
      line: 'mp lost 3 apply 12:sh 15:apt-get ',
      answer: { kind: 'lost', state: 3, phase: 'apply', survivors: ['12:sh', '15:apt-get'] },
    },
    { line: 'mp lost 1 check ', answer: { kind: 'lost', state: 1, phase: 'check', survivors: [] } },
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
    expect(parseResult(parseMessage(line)!)).toEqual(answer);
  });
});

test.each([
  { lines: ['mp ready', 'mp guard confirmed'], answer: 'confirmed' },
  { lines: ['mp guard expired'], answer: 'not_waiting' },
  { lines: ['mp guard absent'], answer: 'not_waiting' },
  { lines: ['mp ready'], answer: null },
])('a confirmation answered by $lines is $answer', ({ lines, answer }) => {
  expect(parseConfirmation(lines.map((line) => parseMessage(line)!))).toBe(answer);
});

test.each([
  { line: '3 apply 1042 5566.77', mark: { state: 3, phase: 'apply', offset: 1042, uptime: 5566.77 } },
  { line: '12 capture 0 1', mark: { state: 12, phase: 'capture', offset: 0, uptime: 1 } },
  { line: '2 confirm 7 1', mark: { state: 2, phase: 'confirm', offset: 7, uptime: 1 } },
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
  { words: 'left 7:sleep ', answer: { kind: 'processes_remaining', processes: ['7:sleep'] } },
  { words: 'dpkg 7:dpkg 8:sh ', answer: { kind: 'dpkg_working', processes: ['7:dpkg', '8:sh'] } },
  { words: '', answer: null },
])('stopped $words', ({ words, answer }) => {
  expect(parseStopResult(words.split(' '))).toEqual(answer);
});

test('a line of anybody else is no word', () => {
  expect(parseMessage('mpx end')).toBeNull();
  expect(parseMessage('sh: mp end 0 001 0 000')).toBeNull();
});

test.each([
  'mp end 0 two 0 000',
  'mp end 1 002 7 000',
  'mp end 1 002 1 99999999999999999999',
  'mp end 0 -2 0 000',
  'mp lost 3 dance',
  'mp lost 99999999 apply',
  'mp lost',
])('%s ends the connection: it cannot be read', (line) => {
  expect(() => parseResult(parseMessage(line)!)).toThrow(ProtocolViolation);
});

test.each([
  '1000 apply 0 1',
  '1 apply 99999999999999999999 1',
  '1 apply 9007199254740993 1',
  '1 apply 0 1.2.3',
])('the mark %s ends the connection: its numbers are none of ours', (line) => {
  expect(() => parseMark(line)).toThrow(ProtocolViolation);
});

test.each(['', undefined, '-1', '1e3', 'NaN', '9007199254740992', '1'.repeat(1000)])(
  '%s is no count',
  (word) => {
    expect(() => parseCount(word)).toThrow(ProtocolViolation);
  },
);

test.each([
  { text: 'a1-b2\n            7\nc3\n', spool: null },
  { text: 'a1-b2\n7\nc3\n', spool: { id: 'a1-b2', claims: 7, bootId: 'c3' } },
  { text: 'a1-b2\nseven\nc3\n', spool: null },
  { text: '\n7\nc3\n', spool: null },
  { text: `${'a'.repeat(100)}\n7\nc3\n`, spool: null },
])('as a spool, $text is $spool', ({ text, spool }) => {
  expect(parseSpool(text)).toEqual(spool);
});
