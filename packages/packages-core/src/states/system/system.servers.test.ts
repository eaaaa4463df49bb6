import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { labSystems } from '../../dsl/testing/lab-systems';
import { StateHarness } from '../../dsl/testing/state-harness';
import { HOST_NAME } from './host-name';
import * as swap from './swap';
import * as sysctl from './sysctl';
import { ZONE } from './time';
import { valueIs } from './values';
import { running, stopped } from '../systemd/services';
import { unit, unitAbsent } from '../systemd/units';

const MINUTES = 60_000;
const UNIT = '[Unit]\nDescription=Swap\n\n[Swap]\nWhat=/swapfile\n\n[Install]\nWantedBy=swap.target\n';

/**
 * The servers of the lab are containers: the kernel lets none of them use swap (swapon: Operation not permitted). So all up to it is tried here,
 * and that it is refused with the reason.
 */
describe.each(labSystems())('on $system', ({ access }) => {
  let states: StateHarness;
  beforeAll(async () => (states = new StateHarness(await access())), 10 * MINUTES);
  afterAll(() => states.end());

  const left = () =>
    states.run('ls /swapfile /etc/systemd/system/swapfile.swap /var/lib/milepost-files/swap');
  const none = /^(?:ls: cannot access [^\n]*\n?){3}$/;

  test(
    'a container is told that it cannot have swap, and nothing is changed',
    { timeout: MINUTES },
    async () => {
      await expect(states.bringAbout(swap.swapPossible('/swapfile', 64))).rejects.toThrow(
        'This server is a container: it uses the swap of the computer on which it runs, and cannot have swap of its own.',
      );
      expect(await left()).toMatch(none);
    },
  );

  test(
    'the file and its unit are made as the kernel and systemd want them, and undone',
    { timeout: MINUTES },
    async () => {
      await states.expectThereAndBack([swap.swapFile('/swapfile', 64), unit('swapfile.swap', UNIT)], {
        between: async () => {
          expect(await states.run('stat -c "%a %U %s" /swapfile; blkid -p -s TYPE -o value /swapfile')).toBe(
            `600 root ${64 * 1024 ** 2}\nswap`,
          );
          expect(
            await states.run(
              'systemctl show -P What swapfile.swap; systemctl show -P LoadState swapfile.swap',
            ),
          ).toBe('/swapfile\nloaded');
          // The file is right: what refuses it is the container.
          expect(await states.run('swapon /swapfile')).toContain('Operation not permitted');
        },
      });
      expect(await left()).toMatch(none);
    },
  );

  test('a swap that does not start is not said to be on', { timeout: MINUTES }, async () => {
    const made = [swap.swapFile('/swapfile', 64), unit('swapfile.swap', UNIT)];
    await states.bringAbout(made);
    await expect(states.bringAbout(running('swapfile.swap'))).rejects.toThrow(/not (?:applicable|supported)/);
    await expect(states.bringAbout(swap.swapOn('/swapfile', 64))).rejects.toThrow(
      'The kernel does not use /swapfile with 64 MB.',
    );
    await states.bringAbout([
      stopped('swapfile.swap'),
      swap.swapFileGone('/swapfile'),
      unitAbsent('swapfile.swap'),
    ]);
    expect(await left()).toMatch(none);
    expect(await states.run('ls -A /etc/systemd/system/swap.target.wants 2>/dev/null')).toBe('');
  });

  test(
    'a file of another size replaces it, and one of somebody else stays',
    { timeout: MINUTES },
    async () => {
      await states.bringAbout(swap.swapFile('/swapfile', 64));
      await states.bringAbout(swap.swapFile('/swapfile', 65));
      expect(await states.run('stat -c %s /swapfile')).toBe(String(65 * 1024 ** 2));
      await states.bringAbout(swap.swapFileGone('/swapfile'));
      await states.run('echo theirs >/swapfile');
      await states.bringAbout(swap.swapFileGone('/swapfile'));
      expect(await states.run('cat /swapfile; rm /swapfile')).toBe('theirs');
    },
  );

  test('values and kernel settings are set, and undone as they were', { timeout: MINUTES }, async () => {
    const now = () =>
      states.run(
        'timedatectl show -p Timezone --value; hostname; sysctl -n net.core.somaxconn net.ipv4.tcp_rmem',
      );
    const before = await now();
    const settings = { 'net.core.somaxconn': '77', 'net.ipv4.tcp_rmem': '4096 5000 6000' };
    await states.expectThereAndBack(
      [
        valueIs(ZONE, 'Asia/Tokyo'),
        valueIs(HOST_NAME, 'trial'),
        sysctl.inForce(settings, '/etc/sysctl.d/99-trial.conf'),
      ],
      { between: async () => expect(await now()).toBe('Asia/Tokyo\ntrial\n77\n4096\t5000\t6000') },
    );
    expect(await now()).toBe(before);
    expect(await states.run('ls /var/lib/milepost-files/values')).toContain('No such file');
  });
});
