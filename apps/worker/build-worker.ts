import { mkdir, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundleWorkflowCode } from '@temporalio/worker';
import { build } from 'esbuild';
import type { Plugin } from 'esbuild';

const source = (file: string): string => fileURLToPath(new URL(file, import.meta.url));

export interface BuildOptions {
  /** A module with other workflows than ours, relative to this file. */
  workflows?: string | undefined;
  /** A module that exports `definitions`, by its absolute path: the packages that the worker knows instead of ours. */
  catalog?: string | undefined;
}

/** Builds worker.js (our TypeScript, workspace packages included; node_modules stay outside) and workflow-bundle.js in a directory. */
export async function buildWorker(
  directory: string,
  { workflows, catalog }: BuildOptions = {},
): Promise<void> {
  await mkdir(directory, { recursive: true });
  await Promise.all([bundleWorkflows(directory, workflows), bundleWorker(directory, catalog)]);
}

/** The code of every workflow, as the SDK runs and replays it; of another module than ours for tests of two versions at once. */
export async function workflowCode(workflows = 'src/workflows/index.ts'): Promise<string> {
  const quiet = (): void => undefined;
  const { code } = await bundleWorkflowCode({
    workflowsPath: source(workflows),
    logger: { ...console, log: quiet, trace: quiet, debug: quiet, info: quiet },
  });
  return code;
}

/** Written beside the target and renamed: a worker that starts meanwhile reads the one or the other. */
async function bundleWorkflows(directory: string, workflows?: string): Promise<void> {
  const target = path.join(directory, 'workflow-bundle.js');
  await writeFile(`${target}.new`, await workflowCode(workflows));
  await rename(`${target}.new`, target);
}

async function bundleWorker(directory: string, catalog: string | undefined): Promise<void> {
  await build({
    entryPoints: [source('src/worker.ts')],
    outfile: path.join(directory, 'worker.js'),
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    sourcemap: true,
    logLevel: 'warning',
    plugins: [externalPackages, ...(catalog === undefined ? [] : [otherCatalog(catalog)])],
  });
}

/** What comes from node_modules stays outside; what is ours (@milepost/*, relative) is bundled. */
const externalPackages: Plugin = {
  name: 'external-packages',
  setup: (plugin) =>
    plugin.onResolve({ filter: /^[^./]/ }, ({ path: name, kind }) =>
      kind === 'entry-point' || name.startsWith('@milepost/') ? undefined : { external: true },
    ),
};

/** Packages are listed in one generated module: this is read in its place. */
const otherCatalog = (catalog: string): Plugin => ({
  name: 'other-catalog',
  setup: (plugin) => plugin.onResolve({ filter: /\/generated\/catalog$/ }, () => ({ path: catalog })),
});
