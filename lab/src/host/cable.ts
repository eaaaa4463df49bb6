import { LabError } from '../lab-error';
import type { LabNetwork, ServerNames } from '../network';
import { run, succeeds } from './run';

/** Gives a server its network namespace and a cable (a veth pair) to the bridge; does nothing when they are there. */
export async function layCable(network: LabNetwork, names: ServerNames): Promise<void> {
  const { netns, link, address, mac } = names;
  const inside = (...args: string[]) => run('ip', ['-n', netns, ...args]);
  if (!(await succeeds('ip', ['-n', netns, 'link', 'show', 'lo']))) {
    await succeeds('ip', ['netns', 'del', netns]); // its file may have outlived a restart of the machine
    await run('ip', ['netns', 'add', netns]);
  }
  if (!(await succeeds('ip', ['link', 'show', link]))) {
    await run('ip', [
      'link',
      'add',
      link,
      'type',
      'veth',
      'peer',
      'name',
      'eth0',
      'address',
      mac,
      'netns',
      netns,
    ]);
    await run('ip', ['link', 'set', link, 'master', network.bridge]);
    await inside('link', 'set', 'lo', 'up');
    await inside('addr', 'add', `${address}/24`, 'dev', 'eth0');
    await inside('link', 'set', 'eth0', 'up');
    await inside('route', 'add', 'default', 'via', network.gateway);
  }
  // With a fixed neighbour a cut cable is silence; without, the kernel says EHOSTUNREACH after 3 s.
  await run('ip', ['neigh', 'replace', address, 'lladdr', mac, 'dev', network.bridge, 'nud', 'permanent']);
}

/** Takes namespace and cable away. */
export async function removeCable(names: ServerNames): Promise<void> {
  await succeeds('ip', ['link', 'del', names.link]);
  await succeeds('ip', ['netns', 'del', names.netns]);
}

/** @throws LabError when the server has no cable: its lab was halted, or the machine restarted. */
export async function plug(names: ServerNames, state: 'up' | 'down'): Promise<void> {
  if (!(await succeeds('ip', ['link', 'show', names.link])))
    throw new LabError('the server is not up: use up');
  await run('ip', ['link', 'set', names.link, state]);
}

export async function isPlugged(names: ServerNames): Promise<boolean> {
  const row = await run('ip', ['link', 'show', names.link]).catch(() => '');
  return /[<,]UP[,>]/.test(row);
}
