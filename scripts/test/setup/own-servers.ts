import { randomBytes } from 'node:crypto';
import path from 'node:path';
import { openLab } from '@milepost/lab/lab';
import { afterAll, inject } from 'vitest';
import { overrideProvided } from './override-provided';

/** Runs before each test file: two servers that no other file touches, so that cuts and kills stay in the family. */
const run = inject('lab');
const name = `${run.name}-${randomBytes(2).toString('hex')}`;
const lab = openLab({ name, stateDir: path.join(run.stateDir, name) });
afterAll(() => lab.down(), 60_000);

const servers = await lab.up(2);
overrideProvided('lab', { name, stateDir: lab.stateDir });
overrideProvided(
  'labServers',
  servers.map((server) => ({
    index: server.index,
    host: server.host,
    port: server.port,
    user: server.user,
    privateKey: server.privateKey,
    hostKey: ed25519(server.hostKeys()),
  })),
);

function ed25519(keys: string[]): string {
  const key = keys.find((line) => line.startsWith('ssh-ed25519 '));
  if (!key) throw new Error('the server has no ed25519 host key');
  return key.split(' ').slice(0, 2).join(' ');
}
