import type { ServerNames } from '../network';

/** The guest's cgroup tree is pure version 2 even where the host's is not: trixie's systemd needs it. */
export const NSPAWN_ENV = {
  SYSTEMD_NSPAWN_UNIFIED_HIERARCHY: '1',
  // `sysctl net.*` works in the guest (its own namespace); vm.* and kernel.* stay read-only.
  SYSTEMD_NSPAWN_API_VFS_WRITABLE: 'network',
};

/** The command that boots a server; no systemd, machined or D-Bus is asked on the host. */
export function nspawnCommand(root: string, hostname: string, names: ServerNames): string[] {
  return [
    'systemd-nspawn',
    '--quiet',
    '--boot',
    `--directory=${root}`,
    `--machine=${names.machine}`,
    `--hostname=${hostname}`,
    '--register=no',
    '--keep-unit',
    `--network-namespace-path=/run/netns/${names.netns}`,
    '--capability=CAP_NET_ADMIN',
    '--resolv-conf=off',
    '--timezone=off',
    '--link-journal=no',
    '--console=read-only',
  ];
}
