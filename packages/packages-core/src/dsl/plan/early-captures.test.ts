import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execFileSync } from 'node:child_process';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { z } from 'zod';
import { compile } from '../compile';
import { definePackage } from '../define-package';
import { sh } from '../sh';
import type { State } from '../state';
import { step } from '../steps/step';
import { factsOf } from '../conformance/samples';

const state = (id: string, rest: object): State => {
  const bare = { id, label: id, check: sh`false`, apply: sh`:`, undo: sh`:` };
  return { ...bare, idempotent: true, ...rest };
};

/** Whether it runs is captured before the first change; the file just before its own. */
const definition = definePackage({
  ...{ id: 'trial', title: 'Trial', category: 'system', description: 'A trial.' },
  input: z.object({}),
  operations: {
    install: () => [
      step.verify(state('proof', { assertion: true })).as('look'),
      step.refreshPackageLists(state('lists', {})),
      step.configure('file', state('file', { capture: sh`cat server` })),
      step.startService('it', state('runs', { capture: sh`cat server`, captureFirst: true })),
    ],
    uninstall: () => [],
  },
});

let kept = '';
beforeEach(async () => (kept = await mkdtemp(join(tmpdir(), 'milepost-kept-'))));
afterEach(() => rm(kept, { recursive: true }));

/** As the supervisor captures, once before the first apply of a state, on a server that is `was` at that moment. */
function capture(milestone: string, was: string): string {
  const { milestones } = compile({
    definition,
    operation: 'install',
    input: {},
    server: factsOf('debian-12'),
  });
  const script = milestones.find(({ id }) => id === milestone)?.states[0]?.capture?.script ?? '';
  const env = { PATH: process.env.PATH, MP_CAPTURE_FILE: join(kept, `op:${milestone}.1`) };
  execFileSync('/bin/sh', ['-c', 'printf %s "$1" >server', 'sh', was], { cwd: kept });
  return execFileSync('/bin/sh', ['-c', script], { encoding: 'utf8', env, cwd: kept });
}

test('what asks for it is captured with the first state that is applied, and not again', async () => {
  expect(capture('refresh_package_lists', 'stopped')).toBe('');
  expect(await readFile(join(kept, 'op:start_service.1.first'), 'utf8')).toBe('stopped');
  expect(capture('configure_service', 'started by a package')).toBe('started by a package');
  expect(capture('start_service', 'started by a package')).toBe('stopped');
  expect((await readdir(kept)).sort()).toEqual(['op:start_service.1.first', 'server']);
});

test('what is applied first captures for itself', () => {
  expect(capture('start_service', 'stopped')).toBe('stopped');
});

test('an assertion changes nothing and captures nothing', () => {
  expect(capture('verify_look', 'stopped')).toBe('');
});
