import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { PackageHarness } from '../../dsl/testing/package-harness';
import { labSystems } from '../../dsl/testing/lab-systems';
import { sum } from '../../dsl/testing/sum-applied';
import composer from './composer';
import nodejs from './nodejs';
import python from './python';

const MINUTES = 60_000;
const systems = labSystems();

/** A wheel with one program, `hello`; and an empty one called so, which pipx wants in Debian 12. Its pip is in Debian’s own wheels. */
const WHEELS = `
import zipfile, os
os.makedirs('/srv/wheels', exist_ok=True)
for name, files in (('hello', {'hello.py': 'def main(): print("hello from a wheel")'}), ('wheel', {})):
    info = f'{name}-1.0.dist-info'
    with zipfile.ZipFile(f'/srv/wheels/{name}-1.0-py3-none-any.whl', 'w') as wheel:
        for path, text in files.items(): wheel.writestr(path, text)
        wheel.writestr(f'{info}/METADATA', f'Metadata-Version: 2.1\\nName: {name}\\nVersion: 1.0\\n')
        wheel.writestr(f'{info}/WHEEL', 'Wheel-Version: 1.0\\nGenerator: x\\nRoot-Is-Purelib: true\\nTag: py3-none-any\\n')
        if files: wheel.writestr(f'{info}/entry_points.txt', f'[console_scripts]\\n{name} = {name}:main\\n')
        wheel.writestr(f'{info}/RECORD', '')
`;

describe.each(systems)('on $system', ({ system, access }) => {
  let server: PackageHarness;
  beforeAll(async () => (server = new PackageHarness(await access(), system)), 10 * MINUTES);
  afterAll(() => server.end());
  const nothing = { applied: 0, started: 0, output: '' };
  const again = async (
    run: Promise<{ applied: Record<string, number>; started: number; output: string }>,
  ) => {
    const { applied, started, output } = await run;
    return { applied: sum(applied), started, output };
  };
  const installed = (...names: string[]) =>
    server.readOutput(
      `for name in ${names.join(' ')}; do [ "$(dpkg-query -W -f '\${db:Status-Status}' $name 2>/dev/null)" = installed ] && echo $name; done`,
    );

  describe('Node.js', () => {
    test('is installed, and runs', { timeout: 5 * MINUTES }, async () => {
      const done = await server.install(nodejs);
      expect(done.applied).toMatchObject({ install_software: 1 });
      expect(done.version).toMatch(/^(?:18|20)\./);
      expect(await server.readOutput('node -v')).toBe(`v${done.version?.split('+')[0] ?? ''}`);
      expect(await server.readOutput('node -p "[1, 2].map((x) => x * 2).join()"')).toBe('2,4');
    });

    test('is there already the second time, and an update finds nothing newer', async () => {
      expect(await again(server.install(nodejs))).toEqual(nothing);
      const { applied } = await server.run(nodejs, { operation: 'update', input: {}, installed: {} });
      expect(applied).toMatchObject({ update_software: 0, verify_installation: 0 });
    });

    test('is not replaced by an older one, and the preview says why', async () => {
      await server.readOutput(
        `mkdir /root/fake && cd /root/fake && apt-get -qq download nodejs && dpkg-deb -R nodejs_*.deb x && sed -i 's/^Version:.*/Version: 30.1.0-1nodesource1/' x/DEBIAN/control && dpkg-deb -b x y.deb && dpkg -i y.deb`,
      );
      await expect(server.install(nodejs, { version: 'nodesource-24' })).rejects.toThrow(
        'Node.js 30.1.0-1nodesource1 is there, and apt does not go back to an older version. Uninstall it before you install 24.',
      );
      await expect(server.install(nodejs)).rejects.toThrow(
        'Node.js 30.1.0-1nodesource1 is there, from NodeSource. Uninstall it before you install the distribution’s.',
      );
    });

    test('is gone with its libraries when it is uninstalled', async () => {
      await server.run(nodejs, { operation: 'uninstall', input: {}, installed: {} });
      expect(
        await server.readOutput('command -v node nodejs corepack; dpkg -l | grep -c "^ii *libnode"'),
      ).toBe('0');
      expect(sum((await server.uninstall(nodejs)).applied)).toBe(0);
    });
  });

  describe('Python', () => {
    const change = { operation: 'install', input: { pipx: false }, installed: {} };

    test('is installed, and makes a virtual environment that works', { timeout: 5 * MINUTES }, async () => {
      const done = await server.install(python);
      expect(done.version).toMatch(/^3\.1[13]\./);
      expect(
        await server.readOutput(
          `python3 -m venv /srv/venv && /srv/venv/bin/python -c 'import sys; print(sys.prefix)' && /srv/venv/bin/pip --version | cut -d ' ' -f 4`,
        ),
      ).toBe(
        `/srv/venv\n/srv/venv/lib/python${done.version?.split('.').slice(0, 2).join('.') ?? ''}/site-packages/pip`,
      );
      expect(await again(server.install(python))).toEqual(nothing);
    });

    test('installs an application from a wheel by pipx', async () => {
      await server.readOutput(`python3 - <<'END'${WHEELS}END`);
      const output = await server.readOutput(
        `export PIPX_HOME=/opt/pipx PIPX_BIN_DIR=/usr/local/bin PIP_NO_INDEX=1 PIP_FIND_LINKS='/srv/wheels /usr/share/python-wheels'; pipx install /srv/wheels/hello-1.0-py3-none-any.whl 2>&1; hello`,
      );
      expect(output).toMatch(/installed package hello 1\.0[^]*\nhello from a wheel$/);
    });

    test('goes without pipx when that is no longer wanted', async () => {
      expect((await server.run(python, change)).applied).toMatchObject({
        remove_packages: 1,
        install_software: 0,
      });
      expect(await installed('pipx', 'python3-venv')).toBe('python3-venv');
      expect(await server.readOutput('hello')).toBe('hello from a wheel');
      expect(sum((await server.run(python, change)).applied)).toBe(0);
    });

    test('leaves the interpreter and what was made with it when it is uninstalled', async () => {
      const done = await server.run(python, {
        operation: 'uninstall',
        input: {},
        installed: { pipx: false },
      });
      expect(done.applied).toMatchObject({ remove_packages: 1 });
      expect(await installed('python3', 'python3-venv', 'python3.11-venv', 'python3.13-venv')).toBe(
        'python3',
      );
      expect(await server.readOutput('hello; python3 -m venv /srv/other 2>&1 | head -n 1')).toMatch(
        /^hello from a wheel\nThe virtual environment was not created successfully/,
      );
    });
  });

  describe('Composer', () => {
    const diagnosed = () =>
      server.readOutput(
        'cd /; COMPOSER_ALLOW_SUPERUSER=1 COMPOSER_DISABLE_NETWORK=1 composer diagnose --no-interaction --no-ansi 2>&1',
      );

    test(
      'is installed with the PHP that it needs, and finds nothing wrong',
      { timeout: 5 * MINUTES },
      async () => {
        const done = await server.install(composer);
        expect(done.version).toMatch(/^2\./);
        expect(
          await server.readOutput(
            'ls -A /root/.config /root/.cache /nonexistent 2>/dev/null; command -v apache2',
          ),
        ).toBe('');
        const output = await diagnosed();
        expect(output).toContain('Checking platform settings: OK');
        expect(output).toContain('Checking git settings: OK');
        expect(output).toMatch(/PHP binary path: \/usr\/bin\/php8\.[24]/);
      },
    );

    test('is there already the second time, and an update finds nothing newer', async () => {
      expect(await again(server.install(composer))).toEqual(nothing);
      const { applied } = await server.run(composer, { operation: 'update', input: {}, installed: {} });
      expect(applied).toMatchObject({ update_software: 0, verify_installation: 0 });
    });

    test('goes alone when it is uninstalled', async () => {
      await server.uninstall(composer);
      expect(await installed('composer', 'git', 'unzip')).toBe('git\nunzip');
      expect(sum((await server.uninstall(composer)).applied)).toBe(0);
    });
  });
});
