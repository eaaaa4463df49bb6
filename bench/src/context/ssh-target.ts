import type { LabServer } from '@milepost/lab/server/server';
import type { SshTarget } from '@milepost/packages-core/ssh/transport/target';

/** How our own connection reaches a lab server as root. */
export function sshTarget(server: LabServer): SshTarget {
  const key = server.hostKeys().find((line) => line.startsWith('ssh-ed25519 '));
  if (!key) throw new Error(`${server.hostname} has no ed25519 host key`);
  const hostKey = key.split(' ').slice(0, 2).join(' ');
  const { host, port, user: username, privateKey } = server;
  return { host, port, hostKey, username, login: { privateKey } };
}
