import { openLab } from '@milepost/lab/lab';
import { expect, inject, test } from 'vitest';

const lab = openLab(inject('lab'));

test('two servers of this file alone answer over SSH', async () => {
  const servers = inject('labServers');
  expect(servers.map(({ index }) => index)).toEqual([1, 2]);
  for (const { index, host } of servers) {
    const answer = await lab.server(index).ssh('. /etc/os-release; echo "$ID $VERSION_ID"');
    expect({ ...answer, host }).toMatchObject({
      exitCode: 0,
      stdout: 'debian 12',
      host: lab.server(index).host,
    });
  }
});

test('the host key that is provided is the one that the server shows', () => {
  for (const { index, hostKey } of inject('labServers')) {
    const shown = lab.server(index).hostKeys();
    expect(shown.some((line) => line.startsWith(`${hostKey} `))).toBe(true);
  }
});
