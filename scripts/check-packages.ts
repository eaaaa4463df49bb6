/** `npm run check-packages -- <directory>`: what is wrong with the packages of a directory. Exit code 1 where anything is. */
import { resolve } from 'node:path';
import { readOwnPackages } from '@milepost/packages-core/dsl/own/own-packages';

const [directory] = process.argv.slice(2);
process.exitCode = directory === undefined ? usage() : check(resolve(directory));

function usage(): number {
  console.error('Name a directory: npm run check-packages -- /srv/milepost-packages');
  return 2;
}

function check(path: string): number {
  try {
    const { definitions, rejected } = readOwnPackages(path);
    for (const { id, title } of definitions) console.log(`${title} (${id}) conforms.`);
    for (const { file, messages } of rejected)
      console.log(`${file} cannot be used:\n${messages.map((message) => `  ${message}`).join('\n')}`);
    if (definitions.length + rejected.length === 0) console.log(`There is no package file in ${path}.`);
    return rejected.length === 0 ? 0 : 1;
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    return 2;
  }
}
