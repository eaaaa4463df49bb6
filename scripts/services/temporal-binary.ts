import { access, constants, copyFile, mkdir, mkdtemp, readdir, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { TestWorkflowEnvironment } from '@temporalio/testing';
import { execa } from 'execa';
import { cacheDirectory } from './paths';
import { Problem } from './problem';

/** Seen to work; later ones have a `replace` in their go.mod and cannot be built by `go install`. */
export const TEMPORAL_VERSION = '1.5.1';

/** Gets what it is doing, in a few words. */
export type Tell = (words: string) => void;

/**
 * Temporal's command-line program, which holds the development server and its UI: from PATH, else from the cache,
 * else by the SDK's official download, else built with Go. Answers its path.
 */
export async function temporalBinary(tell: Tell = () => undefined, signal?: AbortSignal): Promise<string> {
  const onPath = await findOnPath('temporal');
  if (onPath) return onPath;
  const cached = cachedTemporal();
  if (await isExecutable(cached)) return cached;
  const failures: string[] = [];
  for (const attempt of [download, build]) {
    try {
      await attempt(cached, tell, signal);
      return cached;
    } catch (error) {
      signal?.throwIfAborted();
      failures.push(error instanceof Error ? error.message : String(error));
    }
  }
  throw new Problem(
    'no_temporal',
    `Temporal's server is missing: install the "temporal" command (https://docs.temporal.io/cli) or Go, ` +
      `or set TEMPORAL_ADDRESS to a server that runs (tried: ${failures.join('; ')}).`,
  );
}

/** Where it is kept for the next time, and for other clones. */
export function cachedTemporal(): string {
  return path.join(cacheDirectory(), 'temporal', TEMPORAL_VERSION, 'temporal');
}

async function findOnPath(name: string): Promise<string | undefined> {
  for (const folder of (process.env.PATH ?? '').split(path.delimiter)) {
    if (folder !== '' && (await isExecutable(path.join(folder, name)))) return path.join(folder, name);
  }
  return undefined;
}

/** The SDK fetches it from temporal.download when its test environment starts, and starts it once: so it is known to work. */
async function download(target: string, tell: Tell): Promise<void> {
  tell(`downloading Temporal ${TEMPORAL_VERSION}`);
  await mkdir(path.dirname(target), { recursive: true });
  const folder = await mkdtemp(path.join(path.dirname(target), 'download-'));
  try {
    const environment = await TestWorkflowEnvironment.createLocal({
      server: {
        executable: { type: 'cached-download', version: `v${TEMPORAL_VERSION}`, downloadDir: folder },
      },
    });
    await environment.teardown();
    const fetched = (await readdir(folder)).find((name) => name.startsWith('temporal'));
    if (!fetched) throw new Error('nothing was stored');
    // A copy, then a rename: whoever starts at the same time never sees half a file.
    await copyFile(path.join(folder, fetched), `${target}.${process.pid}`);
    await rename(`${target}.${process.pid}`, target);
  } catch (error) {
    throw new Error('the download failed', { cause: error });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function build(target: string, tell: Tell, signal?: AbortSignal): Promise<void> {
  if (!(await findOnPath('go'))) throw new Error('there is no Go to build it with');
  tell('building Temporal with Go, once: three to five minutes');
  await mkdir(path.dirname(target), { recursive: true });
  const folder = await mkdtemp(path.join(path.dirname(target), 'build-'));
  try {
    await goInstall(folder, tell, signal);
    await execa(path.join(folder, 'temporal'), ['--version']);
    await rename(path.join(folder, 'temporal'), target);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** `-v` names each package as it is compiled: that is the progress. */
async function goInstall(bin: string, tell: Tell, signal?: AbortSignal): Promise<void> {
  const module = `github.com/temporalio/cli/cmd/temporal@v${TEMPORAL_VERSION}`;
  const child = execa('go', ['install', '-v', '-ldflags', '-s -w', module], {
    env: { GOBIN: bin, GOFLAGS: '' },
    ...{ stdin: 'ignore', stdout: 'ignore', cancelSignal: signal, reject: false },
  });
  let packages = 0;
  let last = '';
  for await (const line of child.iterable({ from: 'stderr' })) {
    last = line;
    if (line.startsWith('go: ')) tell(`building Temporal with Go: ${line.slice(4, 60)}`);
    else tell(`building Temporal with Go: ${++packages} of about 1,300 packages compiled`);
  }
  if ((await child).failed) throw new Error(`building it with Go failed: ${last}`);
}

const isExecutable = (file: string) =>
  access(file, constants.X_OK).then(
    () => true,
    () => false,
  );
