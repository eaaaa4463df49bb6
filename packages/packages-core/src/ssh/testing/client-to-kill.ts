/** A worker reduced to one command, in a process of its own, that kills itself without a word at the place it is told. */
import { readFileSync } from 'node:fs';
import type { DurableCommand } from '../../engine/host';
import { reach } from '../../engine/reach';
import { runCommand } from '../../engine/run-command';
import { ConnectionPool } from '../connection-pool';
import type { SshTarget } from '../target';

export type KillPlace = 'before_send' | 'after_send' | 'after_claim' | 'before_answer';

export interface KillOrder {
  target: SshTarget;
  command: DurableCommand;
  at: KillPlace;
}

const { target, command, at } = JSON.parse(readFileSync(0, 'utf8')) as KillOrder;

function dieAt(place: KillPlace): void {
  if (place === at) process.kill(process.pid, 'SIGKILL');
}

const pool = new ConnectionPool();
const { signal } = new AbortController();
const link = { connect: () => pool.host(target, signal), onLink: () => undefined, signal };
await reach(link, (host) => host.spool());
dieAt('before_send');
if (at === 'after_send') setTimeout(() => dieAt('after_send'), 20);
await runCommand({
  ...link,
  command,
  secrets: {},
  resume: { claimed: false, offset: 0, marks: 0 },
  sink: {
    output: () => Promise.resolve(),
    mark: ({ state }) => dieAt(state === 2 ? 'before_answer' : 'after_send'),
  },
  onClaimed: () => Promise.resolve(dieAt('after_claim')),
  pause: new AbortController().signal,
});
