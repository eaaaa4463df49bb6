import { expect, test } from 'vitest';
import { parseFacts, parseLines } from './facts';

const PRINTED = `os=debian
version=12
codename=bookworm
prettyName=Debian GNU/Linux 12 (bookworm)
arch=amd64
kernel=6.1.0
cpus=2
memory=2147483648
total=1000
free=400
machineId=0123
systemd=yes
`;

test('facts as the script prints them', () => {
  expect(parseFacts(PRINTED)).toEqual({
    os: 'debian',
    version: '12',
    codename: 'bookworm',
    prettyName: 'Debian GNU/Linux 12 (bookworm)',
    arch: 'amd64',
    kernel: '6.1.0',
    cpus: 2,
    memory: 2_147_483_648,
    disk: { total: 1000, free: 400 },
    machineId: '0123',
    systemd: true,
  });
});

test('a fact that is missing is an error', () => {
  expect(() => parseFacts(PRINTED.replace('machineId=0123\n', ''))).toThrow('machineId');
});

test('os-release, with and without quotes', () => {
  expect(parseLines('ID=ubuntu\nVERSION_ID="24.04"\n# no\nPRETTY_NAME=\'A "b"\'')).toEqual({
    ID: 'ubuntu',
    VERSION_ID: '24.04',
    PRETTY_NAME: 'A "b"',
  });
});
