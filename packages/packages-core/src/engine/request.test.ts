import { createHash } from 'node:crypto';
import { spawnSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import type { CommandState, DurableCommand } from './host';
import { REQUEST_LIMITS, encodeRequest, shellQuote } from './request';
import { encodeSecretPayload } from './output/secret-payload';

const state: CommandState = {
  check: 'true',
  apply: 'echo apply',
  verify: 'true',
  capture: null,
  idempotent: false,
};
const command: DurableCommand = {
  operation: 'op-1',
  key: 'step.first',
  fence: 3,
  spool: { id: 'spool-id', claims: 7, bootId: 'boot-id' },
  states: [
    state,
    { ...state, check: null, verify: null, capture: 'cat x', idempotent: true, captureIndex: 4 },
  ],
};

function parse(bytes: Buffer) {
  const end = bytes.indexOf('\n');
  const [magic, format, length, sha, secretsLength, operation, key] = bytes
    .toString('utf8', 0, end)
    .split(' ');
  const rest = bytes.subarray(end + 1);
  const request = rest.subarray(0, Number(length));
  const secrets = rest.subarray(Number(length));
  return {
    magic,
    format,
    sha,
    secretsLength,
    operation,
    key,
    rest,
    request: request.toString(),
    secrets: secrets.toString(),
  };
}

describe('a request', () => {
  test.each<[string, Partial<DurableCommand>]>([
    ['an operation', { operation: 'op 1' }],
    ['a key', { key: "x'y" }],
    ['a hidden name', { key: '.x' }],
    ['an empty name', { key: '' }],
    ['a long name', { key: 'k'.repeat(101) }],
    ['a fence', { fence: -1 }],
    ['a fence that is no number', { fence: '3 $(id)' as unknown as number }],
    ['a spool', { spool: { ...command.spool, id: 'x$(touch /tmp/canary)' } }],
    ['a boot', { spool: { ...command.spool, bootId: '`id`' } }],
    ['a time limit', { states: [{ ...state, undo: 'x', confirmWithinSeconds: 1.5 }] }],
    ['a state to undo', { states: [{ ...state, undoesWhenRefused: [-1] }] }],
    ['a guarded change without an undo', { states: [{ ...state, confirmWithinSeconds: 60 }] }],
    [
      'a guarded change of another user',
      { user: 'app', states: [{ ...state, undo: 'x', confirmWithinSeconds: 60 }] },
    ],
    ['a count of claims', { spool: { ...command.spool, claims: 1.5 } }],
  ])('takes no value from a row that is not what it should be: %s', (_what, change) => {
    expect(() => encodeRequest({ ...command, ...change }, {})).toThrow(TypeError);
  });

  test('names its lengths, its digest and its command', () => {
    const parsed = parse(encodeRequest(command, { b: 'two', a: 'one' }));
    expect(parsed).toMatchObject({ magic: 'milepost', format: '1', operation: 'op-1', key: 'step.first' });
    expect(parsed.sha).toBe(createHash('sha256').update(parsed.rest).digest('hex'));
    expect(Number(parsed.secretsLength)).toBe(parsed.secrets.length);
    expect(parsed.secrets).toBe('a b25l\nb dHdv\n');
  });

  test('is shell assignments, and holds no secret', () => {
    const { request } = parse(encodeRequest(command, { a: 'one' }));
    const [envelope, ...lines] = request.trimEnd().split('\n');
    expect(envelope).toMatch(
      /^r_op='op-1' r_key='step.first' r_fence='3' r_spool='spool-id' r_claims='7' r_boot='boot-id' r_work='[0-9a-f]{64}' r_states='2'$/,
    );
    expect(lines).toEqual([
      "apply1='echo apply'",
      "check1='true'",
      'verify1=$check1',
      "apply2='echo apply'",
      "capture2='cat x'",
      'idempotent2=1',
      'captureIndex2=4',
    ]);
  });

  test('says what the server may have to undo by itself', () => {
    const states = [
      { ...state, undo: 'back', confirmWithinSeconds: 60 },
      { ...state, undoesWhenRefused: [2, 1] },
    ];
    const { request } = parse(encodeRequest({ ...command, libraries: 'f() { :; }', states }, {}));
    expect(request.split('\n')).toEqual(
      expect.arrayContaining(["undo1=$libraries'back'", "confirm1='60'", "refused2='2 1'"]),
    );
  });

  test('holds the libraries once, and puts them in front of each script on the server', () => {
    const libraries = 'say() { echo \'it says\' "$@"; }\n';
    const { request } = parse(encodeRequest({ ...command, libraries }, {}));
    expect(request.split('it says')).toHaveLength(2);
    const [, ...lines] = request.split('\n');
    const scripts = ['apply1', 'check1', 'verify1', 'capture2'].map(
      (name) => `eval "$${name}\nsay ${name}"\n`,
    );
    const { stdout } = spawnSync('/bin/sh', ['-c', `${lines.join('\n')}\n${scripts.join('')}`]);
    expect(stdout.toString()).toBe(
      'echo apply\nit says apply1\nit says check1\nit says verify1\nit says capture2\n'.replace('echo ', ''),
    );
  });

  test('has the same work digest whatever its fence, and another for other work', () => {
    const work = (of: DurableCommand) => /r_work='(\w+)'/.exec(parse(encodeRequest(of, {})).request)?.[1];
    expect(work({ ...command, fence: 4 })).toBe(work(command));
    expect(work({ ...command, states: [state] })).not.toBe(work(command));
  });

  test('without secrets has no lines of them', () => {
    expect(parse(encodeRequest(command, {})).secrets).toBe('');
  });

  test('has limits', () => {
    const states = Array.from({ length: REQUEST_LIMITS.states + 1 }, () => state);
    expect(() => encodeRequest({ ...command, states }, {})).toThrow(RangeError);
    const long = { ...state, apply: 'x'.repeat(REQUEST_LIMITS.requestBytes) };
    expect(() => encodeRequest({ ...command, states: [long] }, {})).toThrow(RangeError);
    expect(() => encodeRequest(command, { a: 'x'.repeat(REQUEST_LIMITS.secretBytes) })).toThrow(RangeError);
  });
});

test.each(['plain', "it's", `"$HOME" \`id\` \\ ' '' \n\t`, 'ключ \u0081\u0088', '-n', ''])(
  '%j is one word of a shell',
  (text) => {
    const { stdout } = spawnSync('/bin/sh', ['-c', `printf %s ${shellQuote(text)}`]);
    expect(stdout.toString()).toBe(text);
  },
);

test('a NUL byte is no text of a shell', () => {
  expect(() => shellQuote('a\0b')).toThrow(TypeError);
});

test.each(['', '1st', 'a b', 'a\nb', '-', 'ä'])('%j is no name of a secret', (name) => {
  expect(() => encodeSecretPayload({ [name]: 'value' })).toThrow(TypeError);
});
