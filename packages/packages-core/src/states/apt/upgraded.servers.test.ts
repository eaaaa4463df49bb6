import { parseObservations } from '@milepost/contract/observation';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { z } from 'zod';
import { definePackage } from '../../dsl/define-package';
import * as apt from '../../dsl/recipes/apt-steps';
import { PackageHarness } from '../../dsl/testing/package-harness';
import { compiled } from '../../dsl/testing/run-state';
import { withLibraries } from '../../dsl/plan/libraries';
import { ofSeries } from './series';
import { upgraded } from './upgraded';

const [first] = inject('labServers');
const server = new PackageHarness(first!, 'debian-12');

const definition = definePackage({
  ...{ id: 'trial', title: 'Trial', category: 'system', description: 'A trial.' },
  input: z.object({}),
  version: apt.version('milepost-trial'),
  operations: {
    install: () => [apt.install('Trial', 'milepost-trial')],
    update: () => [apt.update('Trial', 'milepost-trial')],
    uninstall: () => [],
  },
});

/** Offers these versions in a repository of the server's own. */
const offer = (...versions: string[]) =>
  server.readOutput(`
    mkdir -p /srv/repository && cd /srv/repository && rm -rf ./* && : >Packages
    for version in ${versions.join(' ')}; do
      mkdir -p "$version/DEBIAN"
      printf 'Package: milepost-trial\\nVersion: %s\\nArchitecture: all\\nMaintainer: M <m@example.com>\\nDescription: trial\\n' \\
        "$version" >"$version/DEBIAN/control"
      dpkg-deb --build "$version" "milepost-trial_$version.deb" >/dev/null
      {
        cat "$version/DEBIAN/control"
        echo "Filename: ./milepost-trial_$version.deb"
        echo "Size: $(stat -c %s "milepost-trial_$version.deb")"
        echo "SHA256: $(sha256sum "milepost-trial_$version.deb" | cut -d ' ' -f 1)"
        echo
      } >>Packages
    done
    echo 'deb [trusted=yes] file:/srv/repository ./' >/etc/apt/sources.list.d/trial.list
    rm -f /run/milepost-apt-lists
    apt-get -qq update >/dev/null 2>&1
  `);

const run = (command: string | undefined, captured = '/dev/null') =>
  server.readOutput(`MP_CAPTURE_FILE=${captured}\n${withLibraries(command ?? 'exit 9')}`);
const state = compiled(upgraded(['milepost-trial']));

beforeAll(async () => {
  await offer('1.0');
  await server.install(definition);
});
afterAll(() => {
  server.end();
});

test('an installed package is brought to the version that is offered since', async () => {
  await offer('1.0', '1.1');
  expect(parseObservations(`${await run(state.observe?.script)}\n`)).toEqual([
    {
      ...{ kind: 'package', name: 'milepost-trial', from: '1.0', to: '1.1' },
      downloadBytes: expect.any(Number) as number,
    },
  ]);
  await server.readOutput(`(${withLibraries(state.capture?.script ?? '')}) >/root/captured`);
  const { applied, version } = await server.run(definition, { operation: 'update', input: {} });
  expect({ applied: applied.update_software, version }).toEqual({ applied: 1, version: '1.1' });
  const again = await server.run(definition, { operation: 'update', input: {} });
  expect(again.applied.update_software).toBe(0);
});

test('a rollback puts the former version back, if it is still offered', async () => {
  expect(await run(state.undo?.script, '/root/captured')).toContain('Installed again: milepost-trial=1.0.');
  expect(await server.readOutput("dpkg-query -W -f '${Version}' milepost-trial")).toBe('1.0');
  await server.run(definition, { operation: 'update', input: {} });
  await offer('1.1');
  expect(await run(state.undo?.script, '/root/captured')).toBe(
    'These versions are no longer offered, so the new ones stay: milepost-trial=1.0.',
  );
});

test('a package on hold is not updated, and says so before anything is changed', async () => {
  await offer('1.2');
  await server.readOutput('apt-mark hold milepost-trial');
  await expect(server.run(definition, { operation: 'update', input: {} })).rejects.toThrow(
    'On hold: milepost-trial.',
  );
  await server.readOutput('apt-mark unhold milepost-trial');
});

test('a package is brought to another series, and back', async () => {
  await offer('1.2', '2.0', '2.1');
  const series = compiled(ofSeries('milepost-trial', '2'));
  const check = () => run(`( ${series.check?.script ?? 'exit 9'} ); echo $?`);
  expect(await check()).toBe('1');
  await server.readOutput(`(${withLibraries(series.capture?.script ?? '')}) >/root/captured`);
  const before = await server.readOutput("dpkg-query -W -f '${Version}' milepost-trial");
  await run(series.apply.script);
  expect(await server.readOutput("dpkg-query -W -f '${Version}' milepost-trial")).toBe('2.1');
  expect(await check()).toBe('0');
  await offer('2.1', before);
  expect(await run(series.undo?.script, '/root/captured')).toContain(
    `Installed again: milepost-trial=${before}.`,
  );
  expect(await run(`{ ${compiled(ofSeries('milepost-trial', '3')).apply.script}\n} 2>&1`)).toContain(
    'not one of 3',
  );
});
