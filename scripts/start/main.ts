import path from 'node:path';
import { Problem } from '../services/problem';
import { bringUp } from './bring-up';
import type { Setting } from './bring-up';
import { defaultDataDirectory, openDataDirectory } from './data-directory';
import { lockDataDirectory } from './lock';
import { HELP, parseOptions } from './options';
import type { StartOptions } from './options';
import { Progress } from './progress';
import { listenForStop } from './stop-signals';
import { Supervisor } from './supervisor';
import { welcome } from './welcome';

const progress = new Progress();
// A reader of our output that went away (`npm start | head`) must not end us in the middle.
process.stdout.on('error', () => undefined);
process.exitCode = await main();

async function main(): Promise<number> {
  try {
    const options = parseOptions(process.argv.slice(2), process.env);
    if (options.help) {
      process.stdout.write(HELP);
      return 0;
    }
    return await start(options);
  } catch (error) {
    return tell(error);
  }
}

/** Runs until it is asked to stop (0) or cannot go on (1). */
async function start(options: StartOptions): Promise<number> {
  const data = await openDataDirectory(path.resolve(options.dataDirectory ?? defaultDataDirectory()));
  const unlock = await lockDataDirectory(data.root);
  const stop = listenForStop();
  const supervisor = new Supervisor({
    stopping: stop.signal,
    tell: (sentence) => progress.print(sentence),
    giveUp: (problem) => stop.now(problem),
  });
  try {
    const setting: Setting = {
      ...{ options, env: process.env, data, progress, supervisor },
      signal: stop.signal,
      giveUp: (error) => stop.now(error),
    };
    await welcome(setting, await bringUp(setting));
  } catch (error) {
    stop.now(error);
  }
  const reason = await stop.asked;
  await supervisor.stop(stop.hurry, (name) => progress.print(`  Stopping ${name.replace(/^The /, 'the ')}`));
  await unlock();
  if (reason !== null) return tell(reason);
  progress.print(`Milepost has stopped. Everything it stored is in ${data.root}.`);
  return 0;
}

/** One sentence for a person; the stack only for what nobody foresaw. */
function tell(error: unknown): number {
  if (error instanceof Problem) console.error(error.message);
  else console.error('Milepost failed in a way nobody foresaw:', error);
  return 1;
}
