import type { TransientFailure } from '@milepost/contract/plan';

/** What apt and dpkg say (LC_ALL=C) when a later try may well succeed. */
export const APT_FAILURES: readonly TransientFailure[] = [
  {
    pattern: String.raw`(?:^|\n)(?:E: |W: |Err:).*\s5\d\d\s`,
    label: 'the package mirror answered with a server error',
  },
  {
    pattern: 'Hash Sum mismatch|File has unexpected size|Mirror sync in progress',
    label: 'the package mirror was being updated',
  },
  {
    pattern: 'Temporary failure (?:in name resolution|resolving)|Could not resolve',
    label: "the package mirror's name could not be resolved",
  },
  {
    pattern:
      'Could not connect to|Connection timed out|Connection failed|Unable to connect to|Connection reset by peer',
    label: 'the package mirror could not be reached',
  },
  {
    // By the error number: a lock that cannot be created for want of space or rights is no lock that somebody holds.
    pattern: String.raw`Could not get lock \S+(?: - open \(11: |\. It is held by process)|(?:frontend|database) lock (?:was|is) locked by another process|status database is locked by another process`,
    label: 'another process held the lock of the package system',
  },
];
