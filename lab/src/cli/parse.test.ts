import { describe, expect, test } from 'vitest';
import { parse } from './parse';

const flags = { lab: 'lab', json: false, docker: false };
const words = (line: string) => line.split(' ').filter(Boolean);

describe('the command line', () => {
  test.each([
    ['', { verb: 'help' }],
    ['--help', { verb: 'help' }],
    ['up 2 -h', { verb: 'help' }],
    ['support', { verb: 'support' }],
    ['up 2', { verb: 'up', count: 2, flags }],
    ['up 2 --suite trixie', { verb: 'up', count: 2, flags: { ...flags, suite: 'trixie' } }],
    [
      '--lab practice up 1 --json',
      { verb: 'up', count: 1, flags: { ...flags, lab: 'practice', json: true } },
    ],
    ['up 1 --docker', { verb: 'up', count: 1, flags: { ...flags, docker: true } }],
    ['up 1 --subnet 10.86.7.0/24', { verb: 'up', count: 1, flags: { ...flags, prefix: '10.86.7' } }],
    ['up 1 --memory none', { verb: 'up', count: 1, flags: { ...flags, memory: null } }],
    ['up 1 --memory=512M', { verb: 'up', count: 1, flags: { ...flags, memory: '512M' } }],
    ['up 1 --state-dir d', { verb: 'up', count: 1, flags: { ...flags, stateDir: 'd' } }],
    ['down', { verb: 'down', index: undefined, flags }],
    ['down 3', { verb: 'down', index: 3, flags }],
    ['cut 1', { verb: 'cut', index: 1, flags }],
    ['ssh 1', { verb: 'ssh', index: 1, command: [], flags }],
    ['ssh 1 ls -la --lab x', { verb: 'ssh', index: 1, command: ['ls', '-la', '--lab', 'x'], flags }],
    ['ssh --lab x 1 -- ls', { verb: 'ssh', index: 1, command: ['ls'], flags: { ...flags, lab: 'x' } }],
    ['exec 2 sh -c true', { verb: 'exec', index: 2, command: ['sh', '-c', 'true'], flags }],
    ['status', { verb: 'status', flags }],
  ])('lab %s', (line, expected) => {
    expect(parse(words(line))).toEqual(expected);
  });

  test.each([
    ['fly', 'there is no command "fly": try --help'],
    ['up', 'up takes the number of servers, from 1 to 200'],
    ['up 0', 'up takes the number of servers, from 1 to 200, not "0"'],
    ['up 201', 'up takes the number of servers, from 1 to 200, not "201"'],
    ['up 1.5', 'up takes the number of servers, from 1 to 200, not "1.5"'],
    ['up two', 'up takes the number of servers, from 1 to 200, not "two"'],
    ['up 1 2', 'up does not take "2"'],
    ['cut', 'cut takes a server, from 1 to 200'],
    ['heal x', 'heal takes a server, from 1 to 200, not "x"'],
    ['ssh', 'ssh takes a server, from 1 to 200'],
    ['status 1', 'status does not take "1"'],
    ['up 1 --suite sid', '--suite is one of bookworm, trixie'],
    ['up 1 --subnet 10.86', '--subnet takes three bytes, like 10.86.7'],
    ['up 1 --subnet 10.86.256', '--subnet takes three bytes, like 10.86.7'],
    ['up 1 --memory much', '--memory takes a size, like 512M'],
    ['up 1 --fast', "Unknown option '--fast'"],
    ['up 1 --lab', "Option '--lab <value>' argument missing"],
  ])('lab %s is refused', (line, sentence) => {
    expect(() => parse(words(line))).toThrow(sentence);
  });
});
