import { describe, expect, it } from 'vitest';
import type { RejectionReason } from '../errors/host-problem';
import type { Failure } from '../failure';
import { freeText } from '../free-text';
import { failureMessage, failureRemedy } from './failures';
import { expectSentence } from './testing/expect-sentence';

const state = { state: 2, label: 'nginx is installed' };
const failed = { code: 'state_failed', exitCode: 100, line: null, ...state } as const;
const REASONS: RejectionReason[] = [
  ...(['fenced', 'closed', 'conflict', 'spool_changed', 'spool_restored', 'rebooted'] as const),
  ...(['malformed', 'disk_full', 'busy'] as const),
];

describe('failureMessage', () => {
  it.each<[Failure, (string | number)[]]>([
    [{ ...failed, phase: 'check' }, ['The check of “nginx is installed”', 100]],
    [{ ...failed, phase: 'capture' }, ['“nginx is installed”', 100]],
    [{ ...failed, phase: 'apply' }, ['“nginx is installed” failed', 100]],
    [{ ...failed, phase: 'verify' }, ['“nginx is installed” was applied', 100]],
    [{ ...failed, phase: 'apply', label: null }, ['“State 2” failed']],
    [{ ...failed, phase: 'confirm' }, ['“nginx is installed” was applied', 'not confirmed']],
    [{ code: 'change_undone', ...state }, ['The change was undone on the server', '“nginx is installed”']],
    [{ code: 'change_not_undone', ...state }, ['could not be undone', '“nginx is installed”']],
    [{ code: 'state_not_reapplied', ...state }, ['“nginx is installed”']],
    [{ code: 'result_not_recorded', ...state }, ['“nginx is installed”', 'disk space']],
    [{ code: 'supervisor_died', times: 6 }, ['6 times']],
    [{ code: 'records_lost' }, []],
    [{ code: 'effect_unknown' }, []],
    [{ code: 'rejected', reason: 'malformed', detail: 'no such key' }, ['no such key']],
    [{ code: 'server_unusable', problem: { code: 'link_lost', host: '192.0.2.1' } }, ['192.0.2.1']],
    [{ code: 'operation_ended' }, ['The operation ended']],
    [freeText('No space left.'), ['No space left.']],
  ])('%j', (failure, shown) => {
    expectSentence(failureMessage(failure), shown);
  });

  it.each(REASONS)('names the reason of a rejection: %s', (reason) => {
    expectSentence(failureMessage({ code: 'rejected', reason, detail: 'x' }), []);
  });

  it('ends with the line that a server printed, as it was printed', () => {
    expect(failureMessage({ ...failed, phase: 'apply', line: 'E: Unable to locate package nginx' })).toBe(
      '“nginx is installed” failed with exit code 100: E: Unable to locate package nginx',
    );
  });
});

describe('failureRemedy', () => {
  it.each<Failure>([
    { code: 'result_not_recorded', ...state },
    { code: 'rejected', reason: 'disk_full', detail: '' },
  ])('knows what to do about a full disk: %j', (failure) => {
    expect(failureRemedy(failure)).toMatchObject({ cause: 'The server’s disk is full' });
    expectSentence(failureRemedy(failure)?.hint ?? '', ['Free space']);
  });

  it.each<[Failure, string]>([
    [{ code: 'change_undone', ...state }, 'The change was undone on the server'],
    [{ code: 'change_not_undone', ...state }, 'could not be undone'],
  ])('knows what to do about a change that was not confirmed: %j', (failure, cause) => {
    expect(failureRemedy(failure)?.cause).toContain(cause);
    expectSentence(failureRemedy(failure)?.hint ?? '', []);
  });

  it('knows no remedy for another failure', () => {
    expect(failureRemedy({ ...failed, phase: 'apply' })).toBeNull();
  });
});
