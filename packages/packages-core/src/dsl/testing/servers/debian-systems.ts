import type { ServerAccess } from '../../../ssh/testing/ssh-harness';

export interface LabSystem {
  system: 'debian-12' | 'debian-13';
  /** Boots it, where it is not up yet. */
  access: () => Promise<ServerAccess>;
}

/** What a test has: its lab, and the server of Debian 12 that is up already. */
interface TestLab {
  lab: {
    up(count: number, options: { suite: 'trixie' }): Promise<readonly LabServer[]>;
  };
  first: ServerAccess | undefined;
}

type LabServer = Omit<ServerAccess, 'hostKey'> & { hostKeys(): string[] };

/** A server of each Debian that packages are tried on, for `describe.each`. */
export function debianSystems({ lab, first }: TestLab): LabSystem[] {
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
