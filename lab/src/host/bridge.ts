import { LabError } from '../lab-error';
import { overlaps } from '../network';
import type { LabNetwork } from '../network';
import { linkExists } from './link';
import { run } from './run';

/** Every IPv4 range this machine has an address in or a route to, but the default route. */
export async function takenRanges(): Promise<string[]> {
  const rows = JSON.parse(await run('ip', ['-j', '-4', 'route', 'show', 'table', 'all'])) as {
    dst: string;
  }[];
  return rows.map((row) => row.dst).filter((dst) => dst !== 'default');
}

export const bridgeExists = (network: LabNetwork) => linkExists(network.bridge);

/**
 * Makes the bridge with the host's address on it; does nothing when it is there.
 * @throws LabError when the range is in use on this machine.
 */
export async function createBridge(network: LabNetwork): Promise<void> {
  if (bridgeExists(network)) return;
  assertRangeIsFree(network, await takenRanges());
  await run('ip', ['link', 'add', network.bridge, 'type', 'bridge']);
  await run('ip', ['addr', 'add', `${network.gateway}/24`, 'dev', network.bridge]);
  await run('ip', ['link', 'set', network.bridge, 'up']);
}

/** @throws LabError when one of the ranges (CIDRs) meets the network. */
export function assertRangeIsFree(network: LabNetwork, taken: string[]): void {
  const clash = taken.find((range) => overlaps(range, network.subnet));
  if (clash) throw new LabError(`the address range ${network.subnet} is in use on this machine (${clash})`);
}

export async function removeBridge(network: LabNetwork): Promise<void> {
  if (bridgeExists(network)) await run('ip', ['link', 'del', network.bridge]);
}
