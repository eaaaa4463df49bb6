import { fileURLToPath } from 'node:url';
import { buildWorker } from './build-worker';

await buildWorker(fileURLToPath(new URL('dist/', import.meta.url)));
