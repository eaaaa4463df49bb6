/** A worker reduced to one command, in a process of its own, that kills itself silently at a given place. */
import { readFileSync } from 'node:fs';
import type { DurableCommand } from '../../engine/host';
import { withReconnect } from '../../engine/connection/with-reconnect';
import { runCommand } from '../../engine/run-command';
import { ConnectionPool } from '../transport/connection-pool';
import type { SshTarget } from '../transport/target';

export type KillPoint = 'before_send' | 'after_send' | 'after_claim' | 'before_answer';

export interface KillOrder {
  target: SshTarget;
  command: DurableCommand;
  point: KillPoint;
}

const { target, command, point } = JSON.parse(readFileSync(0, 'utf8')) as KillOrder;

function killAt(place: KillPoint): void {
  if (place === point) process.kill(process.pid, 'SIGKILL');
}

const pool = new ConnectionPool();
const { signal } = new AbortController();
const link = { connect: () => pool.host(target, signal), onConnectionEvent: () => undefined, signal };
await withReconnect(link, (host) => host.spool());
killAt('before_send');
if (point === 'after_send') setTimeout(() => killAt('after_send'), 20);
await runCommand({
  ...link,
  command,
  secrets: {},
  resume: { claimed: false, offset: 0, marks: 0 },
  sink: {
    output: () => Promise.resolve(),
    mark: ({ state }) => killAt(state === 2 ? 'before_answer' : 'after_send'),
  },
  onClaimed: () => Promise.resolve(killAt('after_claim')),
  pause: new AbortController().signal,
});
