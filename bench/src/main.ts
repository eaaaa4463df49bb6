/** `npm run bench [-- NAME…]`: measures on this machine, against lab servers, and prints. Nothing here asserts a time. */
import { alreadyTrue } from './already-true';

const benches: Record<string, () => Promise<void>> = { 'already-true': alreadyTrue };

const asked = process.argv.slice(2);
const unknown = asked.find((name) => !Object.hasOwn(benches, name));
if (unknown !== undefined) {
  console.error(`There is no benchmark “${unknown}”: choose from ${Object.keys(benches).join(', ')}.`);
  process.exit(2);
}
for (const [name, run] of Object.entries(benches)) {
  if (asked.length === 0 || asked.includes(name)) await run();
}
