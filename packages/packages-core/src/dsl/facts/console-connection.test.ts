import { describe, expect, test } from 'vitest';
import { shellWith } from '../testing/fake-commands';
import { testFolder } from '../testing/test-folder';
import { consoleConnection } from './console-connection';

const folder = testFolder();
const IP = `[ "$*" = '-o address show to 192.0.2.1' ] && echo '2: ens3    inet 192.0.2.1/24 scope global ens3'; :`;

describe('the connection of the console', () => {
  test.each([
    [
      '198.51.100.7 50123 192.0.2.1 22',
      { source: '198.51.100.7', address: '192.0.2.1', port: 22, interface: 'ens3' },
    ],
    [
      '2001:db8::7 50123 2001:db8::1 2222',
      { source: '2001:db8::7', address: '2001:db8::1', port: 2222, interface: null },
    ],
    [
      'fe80::7%ens3 50123 fe80::1%ens3 22',
      { source: 'fe80::7', address: 'fe80::1', port: 22, interface: null },
    ],
    [
      '::ffff:198.51.100.7 5 192.0.2.1 22',
      { source: '198.51.100.7', address: '192.0.2.1', port: 22, interface: 'ens3' },
    ],
    ['', null],
    ['UNKNOWN 65535 UNKNOWN 65535', null],
  ])('%s is read', async (connection, expected) => {
    const shell = await shellWith(folder.home, { ip: IP });
    const { output } = await shell(`SSH_CONNECTION='${connection}'\n${consoleConnection.read.script}`, {});
    expect(consoleConnection.parse(output)).toEqual(expected);
  });

  test('is unknown where nothing was read', () => {
    expect(consoleConnection.parse('')).toBeNull();
  });
});
