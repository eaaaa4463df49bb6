// `npm run owner-link`. Plain JavaScript on Node's own modules: it runs before anything is installed.
import { ensureDependencies, ensureNode, loadDotEnv } from './bootstrap.mjs';

ensureNode();
loadDotEnv();
await ensureDependencies();
const { register } = await import('tsx/esm/api');
register();
await import('./owner-link/main.ts');
