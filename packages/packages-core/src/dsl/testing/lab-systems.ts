import { openLab } from '@milepost/lab/lab';
import { inject } from 'vitest';
import type { ServerAccess } from '../../ssh/testing/ssh-harness';

/** Debian 12 and 13, each with a way to a server of the lab that has it. For `describe.each`. */
export function labSystems(): { system: string; access: () => Promise<ServerAccess> }[] {
  const lab = openLab(inject('lab'));
  const [first] = inject('labServers');
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
