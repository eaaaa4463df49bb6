import { execute } from './cli/execute';
import { parse } from './cli/parse';
import { LabError } from './lab-error';

try {
  process.exitCode = await execute(parse(process.argv.slice(2)));
} catch (error) {
  const sentence = error instanceof Error ? error.message : String(error);
  console.error(`lab: ${error instanceof LabError ? sentence : `unexpected: ${sentence}`}`);
  process.exitCode = 1;
}
