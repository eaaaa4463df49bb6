import { describe, expect, it } from 'vitest';
import { driftAttention, operationAttention, serverAttentionTitle, UNKNOWN_INSTALLATIONS } from './attention';
import type { OperationTrouble, ServerTrouble } from './attention';
import { expectSentence } from './testing/expect-sentence';

const operation: OperationTrouble = {
  ...{ title: 'Install nginx', server: 'web-1', status: 'failed', interrupted: false, pausedBy: null },
  ...{ conclusion: { code: 'obstructed', obstacle: { code: 'unknown_plan_format', format: 9 } } },
  blocked: null,
};
const blocked = { code: 'operation_may_run', operation: 'Install redis' } as const;

describe('operationAttention', () => {
  it.each<[Partial<OperationTrouble>, string, string[]]>([
    [{}, 'Install nginx failed', ['format 9']],
    [{ interrupted: true, status: 'running' }, 'Install nginx was interrupted', ['format 9']],
    [{ status: 'awaiting_decision' }, 'Install nginx is waiting for a decision', ['format 9']],
    [
      { status: 'awaiting_decision', conclusion: null },
      'Install nginx is waiting for a decision',
      ['Waiting'],
    ],
    [{ status: 'paused', pausedBy: 'ada' }, 'Install nginx is paused', ['by ada']],
    [{ status: 'paused' }, 'Install nginx is paused', ['Paused. Resume']],
    [{ status: 'queued', blocked }, 'Install nginx is waiting: web-1 is blocked', ['“Install redis”']],
  ])('%j', (trouble, title, shown) => {
    const attention = operationAttention({ ...operation, ...trouble });
    expect(attention.title).toBe(title);
    expectSentence(attention.sentence, shown);
  });
});

const server: ServerTrouble = {
  ...{ name: 'web-1', status: 'ready', unreachable: false, blocked: false, problem: false },
  unknownInstallations: 0,
};

describe('serverAttentionTitle', () => {
  it.each<[Partial<ServerTrouble>, string]>([
    [{ status: 'awaiting_confirmation' }, 'Confirm the fingerprint of web-1'],
    [{ status: 'enrollment_failed' }, 'web-1 could not be connected'],
    [{ status: 'host_key_changed' }, 'The host key of web-1 has changed'],
    [{ status: 'removed' }, 'web-1 was removed'],
    [{ unreachable: true }, 'web-1 is unreachable'],
    [{ unreachable: true, blocked: true }, 'web-1 is unreachable, and its queue is blocked'],
    [{ blocked: true }, 'web-1 is blocked'],
    [{ unknownInstallations: 1 }, 'web-1 was rebuilt'],
    [{ unknownInstallations: 1, problem: true }, 'web-1 needs attention'],
    [{ status: 'enrolling', problem: true }, 'web-1 needs attention'],
  ])('%j', (trouble, title) => {
    expect(serverAttentionTitle({ ...server, ...trouble })).toBe(title);
  });
});

it('an unknown installation is a sentence', () => {
  expectSentence(UNKNOWN_INSTALLATIONS, []);
});

describe('driftAttention', () => {
  const stopped = { label: 'nginx runs', is: 'different', detail: null } as const;
  const unreadable = { label: 'Redis accepts its password', is: 'unknown', detail: 'Exit code 2' } as const;
  it.each([
    [[stopped], 'No longer true: nginx runs.'],
    [[unreadable, stopped], 'Could not be checked: Redis accepts its password. And 1 more.'],
  ])('%j', (differences, sentence) => {
    expect(driftAttention({ installation: 'nginx', server: 'web-1', differences })).toEqual({
      title: 'nginx on web-1 has drifted',
      sentence,
    });
  });
});
