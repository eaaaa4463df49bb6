import type { KnownFailure } from '@milepost/contract/plan';

/** What any program says (LC_ALL=C) when it cannot write. The worker applies these to every failure. */
export const DISK_FAILURES: readonly KnownFailure[] = [
  {
    pattern: 'No space left on device',
    cause: 'A file system of the server is full',
    hint: 'Free space or inodes on it, then try again.',
    topic: 'disk',
  },
  {
    pattern: 'Disk quota exceeded',
    cause: 'The disk quota of the server is used up',
    hint: 'Free space or raise the quota (repquota -a), then try again.',
  },
  {
    pattern: 'Read-only file system',
    cause: 'A file system of the server is read-only',
    hint: 'On the server: findmnt -O ro lists it, dmesg may tell why. Make it writable, then try again.',
  },
  {
    pattern: String.raw`Structure needs cleaning|\bInput/output error`,
    cause: 'The server’s disk reports errors',
    hint: 'Look at dmesg on the server: the file system or the disk may be damaged.',
  },
  {
    pattern: String.raw`Cannot allocate memory|out of memory|Killed process \d+`,
    cause: 'The server ran out of memory',
    hint: 'Free memory or add some, then try again.',
  },
  {
    pattern: String.raw`^(?:\S{0,200}: )?(?:line )?\d{1,6}: (?<program>[A-Za-z0-9_./+-]{1,80}): (?:command )?not found`,
    cause: 'The program {program} is missing on the server',
    hint: 'Install the package that provides {program}, then try again.',
  },
];
