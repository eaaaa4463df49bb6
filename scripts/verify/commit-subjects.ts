import { execa } from 'execa';
import { ROOT } from '../services/paths';
import { subjectProblem } from './subject-problem';

/** Commits up to this one were made before the rule. */
const BASE = 'd36ac43ade34ce74e5dfc3a05a30908f294ee3ad';

/** `npm run commits`: checks the subjects of all commits after BASE. */
async function main(): Promise<void> {
  const commits = await newCommits();
  if (commits === null) {
    console.log('This is not a clone with its history: commit subjects are not checked.');
    return;
  }
  for (const { hash, subject } of commits) {
    const problem = subjectProblem(subject);
    if (problem === null) continue;
    console.error(`${hash} ${problem}: ${subject}`);
    process.exitCode = 1;
  }
}

/** Null where there is no git or no history. */
async function newCommits(): Promise<{ hash: string; subject: string }[] | null> {
  if ((await git('rev-parse', '--verify', '--quiet', 'HEAD')) === null) return null;
  const hasBase = (await git('merge-base', '--is-ancestor', BASE, 'HEAD')) !== null;
  // A shallow clone without BASE holds newer commits only.
  if (!hasBase && (await git('rev-parse', '--is-shallow-repository')) !== 'true')
    throw new Error(`${BASE} is not in the history: set BASE in scripts/verify/commit-subjects.ts.`);
  const log = await git('log', '--format=%h %s', hasBase ? `${BASE}..HEAD` : 'HEAD');
  if (log === null) throw new Error('"git log" failed.');
  return log
    .split('\n')
    .filter(Boolean)
    .map((line) => ({ hash: line.slice(0, line.indexOf(' ')), subject: line.slice(line.indexOf(' ') + 1) }));
}

/** What git prints, or null where it fails or is not installed. */
async function git(...args: string[]): Promise<string | null> {
  const { failed, stdout } = await execa('git', args, { cwd: ROOT, reject: false });
  return failed ? null : stdout;
}

await main();
