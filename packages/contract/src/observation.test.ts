import { expect, test } from 'vitest';
import { parseObservations } from './observation';

const DIGEST = 'a'.repeat(64);

test.each([
  [
    'a new package',
    'package\tnginx\t\t1.22.1-9+deb12u2\t1234\n',
    { kind: 'package', name: 'nginx', from: null, to: '1.22.1-9+deb12u2', downloadBytes: 1234 },
  ],
  [
    'an update whose size is not known',
    'package\tlibc6:i386\t2:1.0~rc1\t2:1.0\t\n',
    { kind: 'package', name: 'libc6:i386', from: '2:1.0~rc1', to: '2:1.0', downloadBytes: null },
  ],
  [
    'a package that goes',
    'package\tnginx\t1.0\t\t0\n',
    { kind: 'package', name: 'nginx', from: '1.0', to: null, downloadBytes: 0 },
  ],
  ['a file', `file\t${DIGEST}\t/etc/a b\n`, { kind: 'file', path: '/etc/a b', found: DIGEST }],
  ['a file that is not there', 'file\t\t/etc/x\n', { kind: 'file', path: '/etc/x', found: null }],
])('%s is read', (_what, stdout, expected) => {
  expect(parseObservations(stdout)).toEqual([expected]);
});

test.each([
  ['what is neither', 'E: Unable to locate package\nfiles\t\t/etc/x\n\n'],
  ['a package without versions', 'package\tnginx\t\t\t1\n'],
  ['a package with a hostile name', 'package\t../x\t\t1.0\t1\npackage\tA\t\t1.0\t1\n'],
  ['a version with blanks', 'package\tnginx\t\t1.0 or so\t1\n'],
  ['a size that is no count of bytes', 'package\tnginx\t\t1\t-1\npackage\tnginx\t\t1\t1e9\n'],
  ['too many fields', `package\tnginx\t\t1\t1\tmore\nfile\t${DIGEST}\t/x\ty\n`],
  ['a digest that is none', `file\t${DIGEST}0\t/etc/x\nfile\tA${DIGEST.slice(1)}\t/etc/x\n`],
  ['a path that is none', `file\t${DIGEST}\tetc/x\nfile\t${DIGEST}\t/etc/\u001b[31mx\nfile\t\t\n`],
  ['a line that was cut off', 'package\tnginx\t\t1.2'],
])('%s is left out', (_what, stdout) => {
  expect(parseObservations(stdout)).toEqual([]);
});

test('bytes that are no text do no harm, and more than a thousand are cut off', () => {
  const hostile = `\uFFFD\uFFFD\t\n${'package\tx1\t\t1\t1\n'.repeat(1200)}`;
  expect(parseObservations(hostile)).toHaveLength(1000);
});
