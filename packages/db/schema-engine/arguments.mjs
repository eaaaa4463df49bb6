/**
 * What the Prisma CLI passes to its schema engine; flags that are not needed here are skipped with their value.
 *
 * @param {string[]} argv
 * @returns {{ datamodels: string[], datasource: { url?: string, shadowDatabaseUrl?: string }, cliCommand?: string, version: boolean }}
 */
export function parseArguments(argv) {
  const options = { datamodels: [], datasource: {}, cliCommand: undefined, version: false };
  const rest = [...argv];
  while (rest.length > 0) {
    const flag = rest.shift();
    if (flag === '--version') options.version = true;
    else if (flag === '--datamodels') options.datamodels.push(rest.shift());
    else if (flag === '--datasource') options.datasource = JSON.parse(rest.shift());
    else if (flag === 'cli') options.cliCommand = rest.shift();
    else if (flag.startsWith('--')) rest.shift();
  }
  return options;
}
