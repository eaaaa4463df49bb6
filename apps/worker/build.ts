/** Builds dist/worker.js (our TypeScript, workspace packages included; node_modules stay outside) and dist/workflow-bundle.js. */
import { mkdir, rename, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { bundleWorkflowCode } from '@temporalio/worker';
import { build } from 'esbuild';

const at = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** Writes beside the target and renames, so that a worker that starts meanwhile reads one or the other. */
async function bundleWorkflows(): Promise<void> {
  const { code } = await bundleWorkflowCode({
    workflowsPath: at('src/workflows/index.ts'),
    logger: {
      ...console,
      trace: () => undefined,
      debug: () => undefined,
      info: () => undefined,
      log: () => undefined,
    },
  });
  await writeFile(at('dist/workflow-bundle.js.new'), code);
  await rename(at('dist/workflow-bundle.js.new'), at('dist/workflow-bundle.js'));
}

await mkdir(at('dist'), { recursive: true });
await Promise.all([
  bundleWorkflows(),
  build({
    entryPoints: [at('src/worker.ts')],
    outfile: at('dist/worker.js'),
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    sourcemap: true,
    loader: { '.sh': 'text' },
    logLevel: 'warning',
    plugins: [
      {
        // Everything from node_modules stays outside; what is ours (@milepost/*, relative) is bundled.
        name: 'external-packages',
        setup: (plugin) =>
          plugin.onResolve({ filter: /^[^./]/ }, ({ path, kind }) =>
            kind === 'entry-point' || path.startsWith('@milepost/') ? undefined : { external: true },
          ),
      },
    ],
  }),
]);
