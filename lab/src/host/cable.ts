import { LabError } from '../lab-error';
import type { LabNetwork, ServerNames } from '../network';
import { linkExists, linkIsUp } from './link';
import { run, succeeds } from './run';

/** Gives a server its network namespace and a cable (a veth pair) to the bridge; does nothing when they are there. */
export async function layCable(network: LabNetwork, names: ServerNames): Promise<void> {
  const { netns, link, address, mac } = names;
  if (!(await succeeds('ip', ['-n', netns, 'link', 'show', 'lo']))) {
    await succeeds('ip', ['netns', 'del', netns]); // its file may have outlived a restart of the machine
    await run('ip', ['netns', 'add', netns]);
  }
  if (linkExists(link)) return;
  await batch([
    `link add ${link} type veth peer name eth0 address ${mac} netns ${netns}`,
    `link set ${link} master ${network.bridge}`,
    // With a fixed neighbor a cut cable is silence; without, the kernel says EHOSTUNREACH after 3 s.
    `neigh replace ${address} lladdr ${mac} dev ${network.bridge} nud permanent`,
  ]);
  await batch(
    [
      'link set lo up',
      `addr add ${address}/24 dev eth0`,
      'link set eth0 up',
      `route add default via ${network.gateway}`,
    ],
    ['-n', netns],
  );
}

const batch = (lines: string[], args: string[] = []) =>
  run('ip', [...args, '-batch', '-'], { input: lines.join('\n') });

/** Takes namespace and cable away. */
export async function removeCable(names: ServerNames): Promise<void> {
  await succeeds('ip', ['link', 'del', names.link]);
  await succeeds('ip', ['netns', 'del', names.netns]);
}

/** @throws LabError when the server has no cable: its lab was halted, or the machine restarted. */
export async function plug(names: ServerNames, state: 'up' | 'down'): Promise<void> {
  if (!linkExists(names.link)) throw new LabError('the server is not up: use up');
  await run('ip', ['link', 'set', names.link, state]);
}

export const isPlugged = (names: ServerNames) => linkIsUp(names.link);
