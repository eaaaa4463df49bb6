import type { Plan } from '@milepost/contract/plan';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { catalog } from '../dsl/catalog';
import { labSystems } from '../dsl/testing/lab-systems';
import { PackageHarness } from '../dsl/testing/package-harness';
import type { OperationSummary } from '../dsl/testing/package-harness';
import { sum } from '../dsl/testing/sum-applied';
import { installed, uninstalled } from '../dsl/testing/whole-life/expectations';
import { LIFE_RECORDS } from '../dsl/testing/whole-life/records';
import { ownersScript, parseOwners, stayed } from '../dsl/testing/whole-life/owners';
import { explained } from '../dsl/testing/whole-life/remains';
import { parseSnapshot, SNAPSHOT_SCRIPT, differences } from '../dsl/testing/whole-life/snapshot';
import type { Snapshot } from '../dsl/testing/whole-life/snapshot';
import { subjectsOn } from '../dsl/testing/whole-life/subjects';
import type { Subject } from '../dsl/testing/whole-life/subjects';
import { testinfra } from '../dsl/testing/whole-life/testinfra';
import type { ServerAccess } from '../ssh/testing/ssh-harness';

const MINUTES = 60_000;

const packages = catalog();
const idOf = ({ definition }: Subject) => definition.id;
const ids = (subjects: readonly Subject[]) => subjects.map(idOf);

describe.each(labSystems())('on $system', ({ system, access }) => {
  const { groups, notProvided } = subjectsOn(system, packages);
  let place: ServerAccess;
  let server: PackageHarness;
  beforeAll(async () => {
    place = await access();
    server = new PackageHarness(place, system);
    await server.readOutput('apt-get -qq update');
  }, 10 * MINUTES);
  afterAll(() => server.end());

  const run = (subject: Subject, operation: string, options: Record<string, unknown> = {}) => {
    const { definition, input, parent, chosen, secrets } = subject;
    const related = { ...(parent && { parent }), ...(chosen && { chosen }), secrets };
    return operation === 'install'
      ? server.run(definition, { operation, input, ...related })
      : server.run(definition, { operation, input: options, installed: input, ...related });
  };

  /** One after the other; what each did, and the names of those that failed with their reason. */
  async function all(subjects: readonly Subject[], work: (subject: Subject) => Promise<OperationSummary>) {
    const done = new Map<Subject, OperationSummary>();
    const failed: string[] = [];
    for (const subject of subjects)
      await work(subject).then(
        (summary) => done.set(subject, summary),
        (error: unknown) => failed.push(`${idOf(subject)}: ${String(error)}`),
      );
    expect(failed).toEqual([]);
    return done;
  }
  const plansOf = (done: ReadonlyMap<Subject, OperationSummary>): Map<Subject, Plan> =>
    new Map([...done].map(([subject, { plan }]) => [subject, plan]));
  const snapshot = async (): Promise<Snapshot> => parseSnapshot(await server.readOutput(SNAPSHOT_SCRIPT));
  const unitsOf = ({ definition, parsed }: Subject) => definition.services(parsed).map(({ unit }) => unit);
  const dataOf = ({ record, definition, parsed }: Subject) => {
    const [folder] = definition.data?.paths(parsed) ?? [];
    if (record.data || folder === undefined) return record.data ?? null;
    const mark = `${folder}/whole-life-mark`;
    return { make: `test -d ${folder} && echo kept >${mark}`, isThere: `test -e ${mark}` };
  };
  /** The ids of those whose data is there. */
  const withData = async (subjects: readonly Subject[]) => {
    const scripts = subjects.flatMap((subject) => {
      const data = dataOf(subject);
      return data ? [`(${data.isThere}) >/dev/null 2>&1 && echo ${idOf(subject)}`] : [];
    });
    const output = await server.readOutput(`${scripts.join('\n')}\n:`);
    return output === '' ? [] : output.split('\n');
  };

  test('the packages that Debian does not have are those that are said not to be there', async () => {
    const named = notProvided.flatMap(({ id }) => LIFE_RECORDS[id]?.providedBy?.named ?? []);
    const found = await server.readOutput(`apt-cache show --no-all-versions ${named.join(' ')} 2>/dev/null`);
    expect(found).toBe('');
  });

  describe.each(groups.map((subjects) => ({ names: ids(subjects).join(', '), subjects })))(
    '$names',
    ({ subjects }) => {
      const backwards = subjects.toReversed();
      const withService = subjects.filter(({ definition }) => 'stop' in definition.operations);
      let before: Snapshot;
      let installs: Map<Subject, Plan>;
      let uninstalls: Map<Subject, Plan>;
      const invocations = () =>
        server.readOutput(`systemctl show -p Id,InvocationID ${subjects.flatMap(unitsOf).join(' ')}`);
      const active = async () =>
        (await server.readOutput(`systemctl is-active ${withService.flatMap(unitsOf).join(' ')}`)).split(
          '\n',
        );

      test('are installed and verified, and a second oracle agrees', { timeout: 10 * MINUTES }, async () => {
        before = await snapshot();
        installs = plansOf(await all(subjects, (subject) => run(subject, 'install')));
        expect(await testinfra(place, installed(subjects, installs))).toBeGreaterThan(subjects.length);
      });

      test(
        'are there already the second time, and nothing is restarted',
        { timeout: 5 * MINUTES },
        async () => {
          const earlier = await invocations();
          const done = await all(subjects, (subject) => run(subject, 'install'));
          const didSomething = [...done].filter(([, { applied, started }]) => sum(applied) + started > 0);
          expect(didSomething.map(([subject, { applied }]) => [idOf(subject), applied])).toEqual([]);
          expect(await invocations()).toBe(earlier);
        },
      );

      test('are stopped and started', { timeout: 5 * MINUTES }, async () => {
        await all(withService.toReversed(), (subject) => run(subject, 'stop'));
        expect(new Set(await active())).toEqual(new Set(['inactive']));
        await all(withService, (subject) => run(subject, 'start'));
        expect(new Set(await active())).toEqual(new Set(['active']));
      });

      test(
        'keep their data when they are uninstalled, and have it again',
        { timeout: 10 * MINUTES },
        async () => {
          const keepers = subjects.filter(dataOf);
          await server.readOutput(keepers.map((each) => `(${dataOf(each)!.make}) >/dev/null`).join('\n'));
          expect(await withData(keepers)).toEqual(ids(keepers));
          const kept = await all(backwards, (each) => run(each, 'uninstall', each.record.keeping));
          await testinfra(place, uninstalled(subjects, plansOf(kept)));
          await all(subjects, (subject) => run(subject, 'install'));
          expect(await withData(keepers)).toEqual(ids(keepers));
        },
      );

      test('are gone with their data, and a second oracle agrees', { timeout: 10 * MINUTES }, async () => {
        const done = await all(backwards, (each) =>
          run(each, 'uninstall', each.definition.data ? { removeData: true } : {}),
        );
        uninstalls = plansOf(done);
        await testinfra(place, uninstalled(subjects, uninstalls));
        expect(await withData(subjects)).toEqual([]);
      });

      test('leave nothing on the server but what is explained', async () => {
        const changed = differences(before, await snapshot());
        const owners = parseOwners(await server.readOutput(ownersScript(stayed(changed))));
        const left = explained(changed, { plans: [...uninstalls.values()], owners });
        expect(left.filter(({ because }) => because === null)).toEqual([]);
      });
    },
  );
});
