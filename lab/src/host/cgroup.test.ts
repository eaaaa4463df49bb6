import { expect, test } from 'vitest';
import { cgroupRoots } from './cgroup';

test.each([
  ['pure version 2', ['cgroup2 /sys/fs/cgroup cgroup2 rw 0 0'], ['/sys/fs/cgroup']],
  [
    'both versions',
    [
      'proc /proc proc rw 0 0',
      'cgroup /cg/cpu cgroup rw,cpu 0 0',
      'cgroup /cg/memory cgroup rw,memory 0 0',
      'cgroup /cg/systemd cgroup rw,name=systemd 0 0',
      'cgroup2 /cg/unified cgroup2 rw 0 0',
    ],
    ['/cg/unified', '/cg/memory', '/cg/systemd'],
  ],
  ['version 1 alone', ['cgroup /cg/memory cgroup rw,memory 0 0'], []],
])('control-group trees of a host with %s', (_, mounts, expected) => {
  expect(cgroupRoots(mounts.join('\n'))).toEqual(expected);
});
