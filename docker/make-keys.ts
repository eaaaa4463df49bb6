import { chown } from 'node:fs/promises';
import path from 'node:path';
import { openKeys } from '../scripts/start/keys';

/** docker-compose.yml's `keys`: makes the keys once. Arguments: the worker's own folder, and the one the console may read. */
const [privateFolder = '', sharedFolder = ''] = process.argv.slice(2);
const { privateKeyFile } = await openKeys({ privateFolder, sharedFolder });
// Worker and console run as the image's user `node`.
for (const file of [
  privateKeyFile,
  path.join(sharedFolder, 'worker.pub'),
  path.join(sharedFolder, 'auth.secret'),
]) {
  await chown(file, 1000, 1000);
}
