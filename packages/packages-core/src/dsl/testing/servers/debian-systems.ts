import { openLab } from '@milepost/lab/lab';
import { inject } from 'vitest';
import type { ServerAccess } from '../../../ssh/testing/ssh-harness';

export interface LabSystem {
  system: 'debian-12' | 'debian-13';
  /** Boots it, where it is not up yet. */
  access: () => Promise<ServerAccess>;
}

/** A server of each Debian that packages are tried on, for `describe.each`. */
export function debianSystems(): LabSystem[] {
  const [first] = inject('labServers');
  const lab = openLab(inject('lab'));
  return [
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
}

/** How many states were brought about in all. */
export const sum = (applied: Record<string, number>): number =>
  Object.values(applied).reduce((total, each) => total + each, 0);
