import { openLab } from '@milepost/lab/lab';
import { inject } from 'vitest';
import type { ServerAccess } from '../../ssh/testing/ssh-harness';

export interface LabSystem {
  system: 'debian-12' | 'debian-13';
  /** Boots it, where it is not up yet. */
  access: () => Promise<ServerAccess>;
}

/**
 * A server of each Debian that packages are tried on, for `describe.each`. `expected`: what a test expects on each of them besides, such as
 * a version. The pages of packages say by this file what they are verified on.
 */
export function labSystems(): LabSystem[];
export function labSystems<Expected extends object>(
  expected: Record<LabSystem['system'], Expected>,
): (LabSystem & Expected)[];
export function labSystems(expected?: Record<LabSystem['system'], object>): LabSystem[] {
  const lab = openLab(inject('lab'));
  const [first] = inject('labServers');
  const systems: LabSystem[] = [
    { system: 'debian-12', access: () => Promise.resolve(first!) },
    {
      system: 'debian-13',
      access: async () => {
        const added = (await lab.up(3, { suite: 'trixie' }))[2]!;
        const hostKey = added.hostKeys().find((key) => key.startsWith('ssh-ed25519 '))!;
        return { host: added.host, port: added.port, privateKey: added.privateKey, hostKey };
      },
    },
  ];
  return systems.map((each) => ({ ...each, ...expected?.[each.system] }));
}
