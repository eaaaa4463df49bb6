// What start, test and verify do before anything is installed: on Node's own modules alone.
import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';

const ROOT = path.resolve(import.meta.dirname ?? path.dirname(new URL(import.meta.url).pathname), '..');

/** Ends with one sentence where Node is too old. The floor is Prisma's and ESLint's. */
export function ensureNode(version = process.versions.node) {
  if (isSupported(version)) return;
  fail(
    `Milepost needs Node 20.19, 22.13, 24 or newer, and this is Node ${version}: install one from https://nodejs.org.`,
  );
}

/** `^20.19.0 || ^22.13.0 || >=24`, as in package.json. */
export function isSupported(version) {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return (major === 20 && minor >= 19) || (major === 22 && minor >= 13) || major >= 24;
}

/** Settings in `.env` beside package.json; what the shell sets goes first. */
export function loadDotEnv() {
  const file = path.join(ROOT, '.env');
  if (existsSync(file)) process.loadEnvFile(file);
}

/** Runs `npm ci` where node_modules is missing, was cut off, or differs from package-lock.json. */
export async function ensureDependencies() {
  const reason = whyInstall();
  if (reason === null) return;
  console.log(`Installing dependencies (${reason}): a minute or two, once.`);
  const started = Date.now();
  const ticking = setInterval(() => {
    console.log(`  still installing dependencies  ${Math.round((Date.now() - started) / 1000)} s`);
  }, 15_000);
  const code = await npmCi();
  clearInterval(ticking);
  if (code !== 0) fail('The dependencies could not be installed: npm tells the reason above.');
  console.log(`Dependencies installed in ${Math.round((Date.now() - started) / 1000)} s.`);
}

/** Null when what is installed is what package-lock.json says; npm writes its own record last of all. */
export function whyInstall(root = ROOT) {
  const record = path.join(root, 'node_modules/.package-lock.json');
  if (!existsSync(record)) return 'there are none yet';
  const wanted = JSON.parse(readFileSync(path.join(root, 'package-lock.json'), 'utf8')).packages;
  const installed = JSON.parse(readFileSync(record, 'utf8')).packages;
  const differs = Object.entries(wanted).some(([where, entry]) => {
    if (!where.includes('node_modules/') || entry.link) return false;
    const found = installed[where];
    // Optional ones are for other systems, mostly.
    return found ? found.version !== entry.version : !entry.optional && !entry.devOptional;
  });
  return differs ? 'package-lock.json has changed' : null;
}

function npmCi() {
  // The npm that runs us, by the Node that runs us.
  const [command, ...before] = process.env.npm_execpath
    ? [process.execPath, process.env.npm_execpath]
    : ['npm'];
  const child = spawn(command, [...before, 'ci', '--no-audit', '--no-fund', '--loglevel', 'error'], {
    cwd: ROOT,
    stdio: 'inherit',
  });
  return new Promise((resolve) => {
    child.once('error', () => resolve(1));
    child.once('exit', (code) => resolve(code ?? 1));
  });
}

/** @returns {never} */
export function fail(sentence) {
  console.error(sentence);
  process.exit(1);
}
