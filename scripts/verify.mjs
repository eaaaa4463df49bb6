// `npm run verify`. Plain JavaScript on Node's own modules: it runs before anything is installed.
import { ensureDependencies, ensureNode } from './bootstrap.mjs';

ensureNode();
await ensureDependencies();
const { register } = await import('tsx/esm/api');
register();
await import('./verify/main.ts');
