import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { catalog } from '../dsl/catalog';
import { CANARY_FILE, strongestText, textPlaces } from '../dsl/conformance/hostile-texts';
import { sampleRelated, secretPaths } from '../dsl/conformance/sample-installations';
import type { Related } from '../dsl/conformance/sample-installations';
import { canary, sampleInputs } from '../dsl/conformance/samples';
import { parseInput } from '../dsl/input';
import type { PackageDefinition, PackageInput } from '../dsl/package/definition';
import { REMOVE_DATA } from '../dsl/package/data';
import type { InstallationRow } from '../dsl/package/reference';
import { labSystems } from '../dsl/testing/lab-systems';
import { PackageHarness } from '../dsl/testing/package-harness';

const MINUTES = 60_000;
/** Only their vendor's repository has them. */
const NOT_IN_DEBIAN = ['mysql', 'mysql_database', 'mysql_user'];
/** Their own servers tests do it, on every system, and ask their own clients what has arrived. */
const TRIED_ELSEWHERE = 'redis valkey mariadb mariadb_user postgresql_role php_fpm daemon'.split(' ');
/** Where software has its settings, pages, keys and data. */
const PLACES = '/etc /var/www /home /root /srv /opt /usr/local';

interface Attempt {
  input: PackageInput;
  /** What was sent, by the place. */
  texts: Record<string, string>;
}

interface Hostile {
  definition: PackageDefinition;
  id: string;
  /** All places at once; then, as the server may refuse the text of one, each alone. */
  attempts: Attempt[];
}

const hostile = catalog()
  .filter(({ id }) => ![...NOT_IN_DEBIAN, ...TRIED_ELSEWHERE].includes(id))
  .flatMap(hostileInstall);
/** The examples of versions in forms are its. */
const systems = labSystems().filter(({ system }) => system === 'debian-13');

test('the packages that take text which a shell would run are known by their forms', () => {
  expect(hostile.map(({ id }) => id)).toEqual(
    expect.arrayContaining(['authorized_key', 'scheduled_job', 'nginx']),
  );
});

describe.each(systems)('on $system', ({ system, access }) => {
  let server: PackageHarness;
  const takenAsTheyAre: string[] = [];
  beforeAll(async () => {
    server = new PackageHarness(await access(), system);
    // The examples of commands in forms.
    const program = '/usr/local/bin/backup';
    await server.readOutput(`printf '#!/bin/sh\\n' >${program}; chmod 755 ${program}`);
  }, 10 * MINUTES);
  afterAll(() => server.end());

  test.each(hostile)(
    '$id takes hostile text as it is, or says why not, and runs none of it',
    { timeout: 5 * MINUTES },
    async ({ definition, id, attempts }) => {
      const related = sampleRelated(definition, catalog());
      const needed = [related.parent, ...Object.values(related.chosen ?? {})].filter(
        (row) => row !== undefined,
      );
      for (const row of needed) await installed(row);
      let taken = false;
      for (const attempt of attempts) taken = taken || (await isTaken(definition, attempt, related));
      if (taken) takenAsTheyAre.push(id);
      for (const row of needed.reverse()) await removed(row.definition, { installed: row.input });
      expect(await server.readOutput(`ls -d ${CANARY_FILE}* 2>/dev/null`)).toBe('');
    },
  );

  /** Installs it, twice, and removes it. A service may refuse a text that its form takes: it says so. Either way nothing of it is run. */
  async function isTaken(definition: PackageDefinition, { input, texts }: Attempt, related: Related) {
    const secrets = Object.fromEntries(secretPaths(related).map((path) => [path, canary(path)]));
    const request = { ...related, operation: 'install', input, secrets };
    const failure = await server.run(definition, request).then(() => null, String);
    if (failure !== null) expect(failure).toMatch(/[A-Z][a-z]+ .*\./);
    else expect(await server.run(definition, request)).toMatchObject({ started: 0, output: '' });
    expect(await server.readOutput(`ls -d ${CANARY_FILE}* 2>/dev/null`)).toBe('');
    const written = await server.readOutput(`grep -rhF -e ${CANARY_FILE} ${PLACES} 2>/dev/null`);
    for (const line of written.split('\n').filter((each) => each !== ''))
      expect(linesOf(texts).filter((each) => unitWords(line).includes(each))).not.toEqual([]);
    await removed(definition, { ...request, installed: input });
    return failure === null;
  }

  test('pages, keys and commands take it as it is', () => {
    expect(takenAsTheyAre).toEqual(
      expect.arrayContaining(['authorized_key', 'scheduled_job', 'apache', 'nginx']),
    );
  });

  async function installed({ definition, parent }: InstallationRow): Promise<void> {
    const [input = {}] = sampleInputs(definition, 'install');
    await server.run(definition, { operation: 'install', input, ...(parent && { parent }) });
  }

  async function removed(definition: PackageDefinition, more: object): Promise<void> {
    const asks = REMOVE_DATA in definition.operations.uninstall!.options.shape;
    const input = asks ? { [REMOVE_DATA]: true } : {};
    await server.run(definition, { ...more, operation: 'uninstall', input });
  }
});

/** The sample of a form with the strongest hostile text in every place that takes one; nothing of a package without such a place. */
function hostileInstall(definition: PackageDefinition): Hostile[] {
  const [sample = {}] = sampleInputs(definition, 'install');
  const all: Attempt = { input: sample, texts: {} };
  const alone: Attempt[] = [];
  for (const place of textPlaces(definition, 'install')) {
    const takes = (each: string) => parseInput(definition, { ...all.input, ...place.sent(each) }).ok;
    const text = strongestText(place, takes);
    if (text === undefined) continue;
    const texts = { [place.path]: text };
    Object.assign(all, {
      input: { ...all.input, ...place.sent(text) },
      texts: { ...all.texts, ...texts },
    });
    alone.push({ input: place.withText(text), texts });
  }
  const attempts = alone.length > 1 ? [all, ...alone] : alone;
  return attempts.length > 0 ? [{ definition, id: definition.id, attempts }] : [];
}

/** A command of a unit as it was typed: systemd's quotes and doubled signs taken away. */
const unitWords = (line: string): string =>
  line.startsWith('ExecStart=')
    ? line
        .replaceAll('"', '')
        .replaceAll('$$', () => '$')
        .replaceAll('%%', '%')
    : line;

/** Every line of the texts, as it is and as files of settings escape it. */
function linesOf(texts: Record<string, string>): string[] {
  return Object.values(texts)
    .flatMap((text) => text.split(/\r?\n/))
    .filter((line) => line.includes(CANARY_FILE))
    .flatMap((line) => {
      const escaped = line.replaceAll(/["\\]/g, '\\$&');
      const doubled = (each: string) => each.replaceAll('%', '%%').replaceAll('$', '$$$$');
      return [line, escaped, doubled(line), doubled(escaped)];
    });
}
