// `npm start`. Plain JavaScript on Node's own modules: it runs before anything is installed.
import { ensureDependencies, ensureNode, loadDotEnv } from './bootstrap.mjs';

ensureNode();
loadDotEnv();
// Help needs tsx, and so the dependencies; it says what they are for meanwhile.
await ensureDependencies();
const { register } = await import('tsx/esm/api');
register();
await import('./start/main.ts');
