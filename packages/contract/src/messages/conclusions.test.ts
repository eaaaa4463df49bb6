import { describe, expect, it } from 'vitest';
import type { Conclusion, Obstacle, StopSummary } from '../conclusion';
import { freeText } from '../free-text';
import type { UnverifiedCommand } from '../unverified-command';
import { conclusionMessage, obstacleMessage, stopMessage, unverifiedMessage } from './conclusions';
import { expectSentence } from './testing/expect-sentence';

const CLEAN = { code: 'clean', dpkg: null } as const;

describe('conclusionMessage', () => {
  it.each<[Conclusion, (string | number)[]]>([
    [{ code: 'completed', milestones: 6 }, ['All 6 milestones']],
    [{ code: 'completed', milestones: 1 }, ['The milestone is done']],
    [{ code: 'canceled', by: 'ada@example.com', stopped: null }, ['ada@example.com']],
    [{ code: 'canceled', by: 'ada@example.com', stopped: CLEAN }, ['ada@example.com. Stopped cleanly']],
    [{ code: 'rolled_back', skipped: [], leftovers: null }, ['Rolled back']],
    [
      { code: 'rolled_back', skipped: ['Installing nginx', 'Starting nginx'], leftovers: null },
      ['Installing nginx, Starting nginx'],
    ],
    [
      { code: 'rolled_back', skipped: ['Installing nginx'], leftovers: [] },
      ['Installing nginx', 'Nothing that it installed'],
    ],
    [
      { code: 'rolled_back', skipped: ['Installing nginx'], leftovers: ['a', 'b'] },
      ['Installing nginx', 'Still on the server: a; b'],
    ],
    [
      { code: 'milestone_failed', label: 'Installing nginx', failure: { code: 'records_lost' } },
      ['Installing nginx: The server'],
    ],
    [{ code: 'obstructed', obstacle: { code: 'unknown_plan_format', format: 9 } }, ['format 9']],
    [{ code: 'incomplete' }, []],
    [freeText('The disk is full.'), ['The disk is full.']],
  ])('%j', (conclusion, shown) => {
    expectSentence(conclusionMessage(conclusion), shown);
  });
});

describe('obstacleMessage', () => {
  it.each<[Obstacle, (string | number)[]]>([
    [{ code: 'unknown_plan_format', format: 9 }, [9]],
    [{ code: 'server_not_enrolled', server: 'web-1' }, ['web-1']],
    [{ code: 'server_problem', problem: { code: 'link_lost', host: '192.0.2.1' } }, ['192.0.2.1']],
    [{ code: 'precondition', problem: { code: 'systemd_missing', package: 'Redis' } }, ['Redis']],
    [freeText('Redis needs systemd.'), ['Redis needs systemd.']],
  ])('%j', (obstacle, shown) => {
    expectSentence(obstacleMessage(obstacle), shown);
  });
});

// These two are parts of sentences.
describe('stopMessage', () => {
  it.each<[StopSummary, string]>([
    [CLEAN, 'stopped cleanly'],
    [{ code: 'clean', dpkg: 'repaired' }, 'stopped cleanly, after dpkg was repaired'],
    [{ code: 'clean', dpkg: 'broken' }, 'stopped, but dpkg is left half done and could not be repaired'],
    [{ code: 'processes_remaining', processes: ['7:sh', '8:dpkg'] }, 'stopped; left behind: 7:sh, 8:dpkg'],
    [
      { code: 'unknown', problem: { code: 'link_lost', host: '192.0.2.1' } },
      'unknown: The connection to 192.0.2.1 was lost',
    ],
    [freeText('stopped cleanly'), 'stopped cleanly'],
  ])('%j', (stopped, expected) => {
    expect(stopMessage(stopped)).toBe(expected);
  });
});

describe('unverifiedMessage', () => {
  const running = {
    code: 'milestone_may_run',
    label: 'Installing nginx',
    operation: 'Install nginx',
  } as const;

  it.each<[UnverifiedCommand, string[]]>([
    [{ ...running, workflowTerminated: false }, ['“Installing nginx”', '“Install nginx”']],
    [{ ...running, workflowTerminated: true }, ['“Install nginx”', 'its workflow was terminated']],
    [{ code: 'operation_may_run', operation: 'Install nginx' }, ['“Install nginx”']],
    [
      { code: 'processes_remaining', operation: 'Install nginx', processes: ['7:sh', '8:dpkg'] },
      ['“Install nginx”', '7:sh, 8:dpkg'],
    ],
    [freeText('It may still run'), ['It may still run']],
  ])('%j', (command, shown) => {
    expectSentence(`${unverifiedMessage(command)}.`, shown);
  });
});
