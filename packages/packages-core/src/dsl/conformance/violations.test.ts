import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { definePackage } from '../define-package';
import { fact } from '../facts/fact';
import { parse } from '../facts/parse';
import type { OperationContext, PackageDefinition } from '../package/definition';
import { Secret, secret } from '../secret';
import { Command, sh } from '../sh';
import type { Assertion, State } from '../state';
import { step } from '../steps/step';
import type { Steps } from '../steps/step';
import { canary } from './samples';
import { packageViolations } from './package-violations';

const good: Assertion = {
  id: 'one',
  label: 'One holds',
  action: 'Make one hold',
  check: sh`true`,
  apply: sh`one`,
  idempotent: true,
  assertion: true,
};
const last = step.verify(good);
const gone = step.verifyRemoval(good);

const sound = definePackage({
  id: 'sample',
  title: 'Sample',
  category: 'system',
  description: 'A sample.',
  supports: ['debian-12'],
  input: z.object({ password: secret({ min: 8 }) }),
  operations: { install: () => [last], uninstall: () => [gone] },
});

/** The sound package with other steps of one operation. */
const withSteps = (
  operation: string,
  steps: (context: OperationContext) => Steps,
): Partial<PackageDefinition> => ({
  operations: { ...sound.operations, [operation]: { does: 'Do', options: z.object({}), sets: null, steps } },
});
const changed = (state: object): State => ({ ...good, ...state });
const installing = (state: object): Partial<PackageDefinition> =>
  withSteps('install', () => [step.configure('it', changed(state)), last]);
const NO_UNDO = { assertion: undefined, noUndoReason: 'It is gone.' };
const data = (paths: string[]) => ({ data: { holds: 'it', paths: () => paths, inUse: () => [] } });
/** What JSON turns into something else, or leaves out. */
const NOT_JSON: unknown[] = [new Date(0), new Map([[1, 2]]), NaN, -0, undefined, () => 1, /x/];
const CAUSE = { pattern: 'x', cause: 'x', hint: 'y' };
let counter = 0;

describe('the conformance suite', () => {
  test('has nothing against a sound package', () => {
    expect(packageViolations(sound, [])).toEqual([]);
  });

  test.each<{ change: Partial<PackageDefinition>; says: RegExp }>([
    { change: { id: 'My-Package' }, says: /id My-Package is not snake_case/ },
    { change: { description: '' }, says: /no title or description/ },
    { change: { supports: [] }, says: /supports no system/ },
    { change: { supports: ['Debian 12'] }, says: /say it as debian-12/ },
    {
      change: { requirements: [{ role: 'a', packageIds: ['sample'], capability: null, optional: false }] },
      says: /requires or conflicts with itself/,
    },
    { change: { conflicts: ['sample'] }, says: /requires or conflicts with itself/ },
    {
      change: { instance: { by: ['name'], title: () => 'x' } },
      says: /identified by name, which is no input/,
    },
    { change: withSteps('Do-It', () => []), says: /operation Do-It is not snake_case/ },
    { change: withSteps('install', () => [last, last]), says: /two milestones verify_installation/ },
    { change: withSteps('install', () => []), says: /no milestones/ },
    { change: withSteps('install', () => [step.verify(good, good)]), says: /two states one/ },
    {
      change: withSteps('install', () => [step.verify(changed({ assertion: undefined }))]),
      says: /last milestone verifies nothing/,
    },
    { change: withSteps('update', () => []), says: /sample update has no milestones/ },
    { change: installing({ id: 'One' }), says: /id is not snake_case/ },
    { change: installing({ label: 'It holds.' }), says: /without a full stop/ },
    { change: installing({ action: '', assertion: undefined }), says: /say in the action what it does/ },
    { change: installing({ check: null, noCheckReason: '' }), says: /no check and does not say why/ },
    { change: installing({ check: sh`! test -e /x` }), says: /never written with “!”/ },
    { change: installing({ check: sh`if ! a; then b; fi` }), says: /never written with “!”/ },
    { change: installing({ check: sh`[ ! -e /x ]` }), says: /never written with “!”/ },
    { change: installing({ verify: sh`a && ! b` }), says: /never written with “!”/ },
    { change: installing({ apply: sh`if then` }), says: /[Ss]yntax error/ },
    { change: installing({ apply: sh`cat <(true)` }), says: /[Ss]yntax error/ },
    { change: installing({ undo: sh`undo` }), says: /undo and captures nothing/ },
    {
      change: installing({ assertion: undefined, undo: sh`x`, capture: sh`x`, noUndoReason: 'It is.' }),
      says: /undo and says that there is none/,
    },
    {
      change: installing({ noCheckReason: 'It is.' }),
      says: /has a check and says that it has none/,
    },
    { change: installing({ apply: sh`x`.displayAs(' ') }), says: /shows nothing to people/ },
    {
      change: installing({ apply: sh`mp_no_such_thing x` }),
      says: /calls mp_no_such_thing, which no library/,
    },
    { change: installing({ capture: sh`if mp_none; then x; fi` }), says: /calls mp_none, which no library/ },
    { change: installing({ observe: sh`if then` }), says: /[Ss]yntax error/ },
    { change: installing({ observe: sh`${new Secret('x')} | wc -c` }), says: /“observe” reads a secret/ },
    { change: installing({ diff: sh`${new Secret('x')} | diff x -` }), says: /“diff” reads a secret/ },
    { change: installing({ preview: sh`if then` }), says: /[Ss]yntax error/ },
    { change: data([]), says: /data “it” is in no place/ },
    { change: data(['var/x']), says: /place of data var\/x is not an absolute path/ },
    ...NOT_JSON.flatMap((value) => [
      {
        change: {
          input: z.object({
            a: z
              .string()
              .max(9)
              .meta({ title: 'A', example: value as string }),
          }),
        },
        says: /the field a has a default or a detail that is not JSON/,
      },
      {
        change: installing({ result: value as string, failures: [{ ...CAUSE, topic: value as string }] }),
        says: /the plan does not survive being stored as JSON/,
      },
    ]),
    {
      change: { input: z.object({ a: z.number().min(-1).max(1).default(-0).meta({ title: 'A' }) }) },
      says: /the field a has a default or a detail that is not JSON/,
    },
    {
      change: { version: () => fact(sh`echo ${canary('password')}`, parse.line) },
      says: /holds the value of password/,
    },
    { change: { version: () => fact(sh`if then`, parse.line) }, says: /record: .*[Ss]yntax error/ },
    { change: installing({ data: ['/var/lib/x'] }), says: /has data in \/var\/lib\/x: declare it in “data”/ },
    { change: installing({ assertion: undefined }), says: /neither “undo” nor says in “noUndoReason”/ },
    {
      change: installing({ assertion: undefined, noUndoReason: 'no' }),
      says: /does not say in a sentence why/,
    },
    {
      change: installing({ idempotent: false }),
      says: /neither idempotent nor says in “notIdempotentReason” why not/,
    },
    { change: installing({ apply: sh`echo ${canary('password')}` }), says: /holds the value of password/ },
    {
      change: installing({ apply: sh`echo ${btoa(canary('password'))}` }),
      says: /holds the value of password/,
    },
    {
      change: installing({ apply: new Command('mp_secret other | cat', 'x', []) }),
      says: /reads a secret that it does not name.*: other/,
    },
    {
      change: withSteps('uninstall', () => [step.cleanUp(changed(NO_UNDO)), gone]),
      says: /clean_up\/one does not say in “leftoverLabel” what is left/,
    },
    {
      change: withSteps('uninstall', () => [
        step.removeSoftware('it', changed({ ...NO_UNDO, leftoverLabel: 'it' })),
        gone,
      ]),
      says: /begin with check_system/,
    },
    {
      change: withSteps('uninstall', () => [
        step.removeData(changed({ destructive: 'Removes all of it.' })),
        gone,
      ]),
      says: /remove_data\/one destroys something by default: make it an option that is off/,
    },
    {
      change: installing({ failures: [{ pattern: '(', cause: 'x', hint: 'y' }] }),
      says: /not a regular expression/,
    },
    { change: installing({ transient: [{ pattern: '(', label: 'x' }] }), says: /not a regular expression/ },
    {
      change: withSteps('install', () => [
        step.configure('it', changed({ apply: sh`echo ${counter++}` })),
        last,
      ]),
      says: /plan of the stored input is another one/,
    },
    { change: { input: z.object({ a: z.int().min(1).max(2).default(1) }) }, says: /field a has no title/ },
    {
      change: { input: z.object({ a: z.number().default(1).meta({ title: 'A' }) }) },
      says: /number a has no bounds/,
    },
    {
      change: { input: z.object({ a: z.string().default('').meta({ title: 'A' }) }) },
      says: /text a may be of any length/,
    },
    {
      change: { input: z.object({ a: z.string().max(9).meta({ title: 'A' }) }) },
      says: /neither a default nor an example/,
    },
    {
      change: { input: z.object({ a: z.string().min(2).max(9).meta({ title: 'A', example: 'x' }) }) },
      says: /default or example is refused: a: A must be at least 2/,
    },
  ])('says $says of a package with $change', ({ change, says }) => {
    expect(packageViolations({ ...sound, ...change }, []).join('\n')).toMatch(says);
  });

  test.each([() => Date.now(), () => new Date().getTime(), () => Math.random()])(
    'lets no plan depend on %s',
    (now) => {
      const steps = () => [step.configure('it', changed({ apply: sh`echo ${now()}` })), last];
      expect(() => packageViolations({ ...sound, ...withSteps('install', steps) }, [])).toThrow(
        'neither time nor chance',
      );
    },
  );

  test.each([sh`[ a != b ]`, sh`echo 'no!' "no ! no"`, sh`awk '! /x/'`, sh`a && b || exit 1`])(
    'lets $script be a check',
    (check) => {
      expect(packageViolations({ ...sound, ...installing({ check }) }, [])).toEqual([]);
    },
  );
});
