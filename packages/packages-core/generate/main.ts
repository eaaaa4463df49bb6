/** `npm run generate`: runs every generator in this folder. A generator default-exports a function that answers with the file it wrote. */
import { readdir } from 'node:fs/promises';

const here = new URL('.', import.meta.url);
const siblings = (await readdir(here)).filter(
  (name) => name.endsWith('.ts') && name !== 'main.ts' && !name.endsWith('.test.ts'),
);

for (const name of siblings.sort()) {
  const { default: generate } = (await import(new URL(name, here).href)) as {
    default?: () => Promise<string>;
  };
  if (generate) console.log(`${name}: ${await generate()}`);
}
