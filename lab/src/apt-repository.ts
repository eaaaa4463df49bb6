import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { LabError } from './lab-error';
import type { LabServer } from './server/server';

/** The small package that a lab repository offers: a program that prints its version, a service, and a configuration file. */
export const SAMPLE_PACKAGE = 'milepost-sample';

/** What apt has to be told of a repository. */
export interface LabRepository {
  /** `file:/srv/…`: it lies on the server itself, so no network is needed. */
  uri: string;
  suite: string;
  components: readonly string[];
  /** Of a key that was made for it and is nowhere else. */
  key: { armored: string; fingerprint: string };
  /** Offers one more version of the sample, `1.0`; the older ones stay. `apt-get update` sees it. */
  publish(version: string): Promise<void>;
  /**
   * Offers packages of the distribution once more, with this at the end of their version: `+lab1`. The files are the same, so what depends
   * on each other has to be named together. They are downloaded: some seconds.
   */
  repack(packages: readonly string[], suffix: string): Promise<void>;
  /**
   * Offers packages of the distribution under other names and versions: everything that is replaced is, in their names and in their contents,
   * by something as long, so that programs find their files. For a second version beside the only one that there is.
   */
  rename(packages: readonly string[], replaced: Readonly<Record<string, string>>): Promise<void>;
  /** Has apt on the server use the repository, and reads the lists. */
  use(): Promise<void>;
}

const SCRIPT = fileURLToPath(new URL('apt-repository.sh', import.meta.url));

/**
 * A signed apt repository on a server of the lab, at first with these versions of the sample. Installs gpg there: 5 s. A second call for the same directory
 * makes a new key.
 * @throws LabError where something fails on the server, with what it printed.
 */
export async function makeRepository(
  server: Pick<LabServer, 'exec'>,
  versions: readonly string[],
  { directory = '/srv/milepost-repository' } = {},
): Promise<LabRepository> {
  const run = async (verb: string, argument: string, packages: readonly string[] = [SAMPLE_PACKAGE]) => {
    const command = `sh -s - ${[verb, argument, directory, ...packages].map((word) => `'${word}'`).join(' ')}`;
    const input = readFileSync(SCRIPT, 'utf8');
    const { exitCode, stdout, stderr } = await server.exec(command, { input, timeout: 300_000 });
    if (exitCode !== 0) throw new LabError(`the repository could not be made: ${stdout}${stderr}`);
    return stdout;
  };
  const publish = async (version: string) => {
    if (!/^[0-9][A-Za-z0-9.+~-]*$/.test(version)) throw new LabError(`"${version}" is not a version`);
    await run('publish', version);
  };
  const repack = async (packages: readonly string[], suffix: string) => {
    if (!/^[+~][A-Za-z0-9.+~]*$/.test(suffix)) throw new LabError(`"${suffix}" ends no version`);
    await run('repack', suffix, packages);
  };
  const rename = async (packages: readonly string[], replaced: Readonly<Record<string, string>>) => {
    const pairs = Object.entries(replaced);
    for (const [from, to] of pairs) {
      if (from.length !== to.length || !/^[a-z0-9.]+=[a-z0-9.]+$/.test(`${from}=${to}`))
        throw new LabError(`"${from}" cannot be renamed "${to}"`);
    }
    await run('rename', pairs.map(([from, to]) => `${from}=${to}`).join(' '), packages);
  };
  const use = async () => void (await run('use', '-'));
  const [fingerprint = '', ...armored] = (await run('key', '-')).trim().split('\n');
  for (const version of versions) await publish(version);
  return {
    ...{ uri: `file:${directory}`, suite: 'stable', components: ['main'] },
    ...{ key: { fingerprint, armored: armored.join('\n') } },
    ...{ publish, repack, rename, use },
  };
}
