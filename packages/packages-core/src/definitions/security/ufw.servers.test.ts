import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import type { PackageDefinition } from '../../dsl/package/definition';
import { flatSteps } from '../../dsl/steps/step';
import { labSystems } from '../../dsl/testing/lab-systems';
import { PackageHarness } from '../../dsl/testing/package-harness';
import { StateHarness } from '../../dsl/testing/state-harness';
import ufw from './ufw';
import ufwRule from './ufw-rule';

const [, second] = inject('labServers');
const MINUTES = 60_000;

const systems = labSystems();

/** The package without its refusals, whose changes wait four seconds for the console instead of a minute. */
const reckless = (definition: PackageDefinition): PackageDefinition => {
  const install = definition.operations.install!;
  return {
    ...definition,
    refuse: () => [],
    operations: {
      ...definition.operations,
      install: {
        ...install,
        steps: (context) =>
          flatSteps(install.steps(context)).map((step) =>
            step.with(
              step.states.map((state) =>
                state.unlessConfirmed ? { ...state, unlessConfirmed: { withinSeconds: 4 } } : state,
              ),
            ),
          ),
      },
    },
  };
};

describe.each(systems)('on $system', ({ system, access }) => {
  const peer = new StateHarness(second!);
  let server: PackageHarness;
  let host: string;
  beforeAll(async () => {
    const found = await access();
    host = found.host;
    server = new PackageHarness(found, system);
    for (const port of [8001, 8002])
      await server.readOutput(
        `systemd-run -q --unit=listen-${port} perl -MIO::Socket::INET -e 'my $s = IO::Socket::INET->new(LocalPort => ${port}, Listen => 9) or die; while ($s->accept) {}'`,
      );
  }, 10 * MINUTES);
  afterAll(() => {
    server.end();
    peer.end();
  });

  /** What another server gets on these ports of this one: dropped connections time out. */
  const reach = (...ports: number[]) =>
    Promise.all(
      ports.map((port) =>
        peer.run(
          `timeout 2 bash -c 'exec 3<>/dev/tcp/${host}/${port}' 2>/dev/null; case $? in 0) echo open ;; 124) echo silent ;; *) echo refused ;; esac`,
        ),
      ),
    );
  const sum = (applied: Record<string, number>) => Object.values(applied).reduce((a, b) => a + b, 0);
  const change = (definition: PackageDefinition, input: object, installed: object) =>
    server.run(definition, { operation: 'install', input: { ...input }, installed: { ...installed } });
  const remove = (definition: PackageDefinition, installed: object) =>
    server.run(definition, { operation: 'uninstall', input: {}, installed: { ...installed } });
  const added = () => server.readOutput('ufw show added | tail -n +2');
  const status = () => server.readOutput('ufw status verbose | grep -E "^(Status|Default)"');
  const ownAddress = () => server.readOutput('echo "${SSH_CONNECTION%% *}"');

  describe('a firewall where there was none', () => {
    const web = { port: '8001', comment: 'web, of Ada' };

    test('is installed, lets SSH in and nothing else', { timeout: 5 * MINUTES }, async () => {
      expect(await reach(8001)).toEqual(['open']);
      const done = await server.install(ufw);
      expect(done.applied).toMatchObject({ install_software: 2, configure_service: 2 });
      expect(done.version).toMatch(/^0\.36/);
      expect(await reach(22, 8001)).toEqual(['open', 'silent']);
      expect(await status()).toBe(
        'Status: active\nDefault: deny (incoming), allow (outgoing), disabled (routed)',
      );
      expect(await added()).toBe("ufw allow 22/tcp comment 'SSH, by Milepost'");
      expect(await server.readOutput('. /etc/ufw/ufw.conf; echo $ENABLED; systemctl is-enabled ufw')).toBe(
        'yes\nenabled',
      );
    });

    test('is there already the second time', async () => {
      const { applied, started, output } = await server.install(ufw);
      expect({ applied: sum(applied), started, output }).toEqual({ applied: 0, started: 0, output: '' });
    });

    test('lets in what a rule allows, and no longer what it rejects', { timeout: 2 * MINUTES }, async () => {
      expect((await server.install(ufwRule, web)).applied).toMatchObject({ create: 1 });
      expect(await reach(8001, 8002)).toEqual(['open', 'silent']);
      expect(await added()).toContain("ufw allow 8001/tcp comment 'web, of Ada'");
      expect(sum((await server.install(ufwRule, web)).applied)).toBe(0);

      await change(ufwRule, { ...web, action: 'reject' }, web);
      expect(await reach(8001)).toEqual(['refused']);
      expect(await added()).toBe(
        "ufw allow 22/tcp comment 'SSH, by Milepost'\nufw reject 8001/tcp comment 'web, of Ada'",
      );
    });

    test(
      'lets in by a range, and by an address, in front of what denies',
      { timeout: 2 * MINUTES },
      async () => {
        await change(ufwRule, web, { ...web, action: 'reject' });
        await server.install(ufwRule, { port: '8001:8100', protocol: 'any', source: second!.host });
        expect(await reach(8002)).toEqual(['open']);
        await server.install(ufwRule, { action: 'deny', port: '8002', source: second!.host, first: true });
        expect(await reach(8001, 8002)).toEqual(['open', 'silent']);
        await remove(ufwRule, { action: 'deny', port: '8002', source: second!.host });
        expect(await reach(8002)).toEqual(['open']);
      },
    );

    test('takes other policies', async () => {
      const { applied } = await change(ufw, { incoming: 'reject' }, {});
      expect(applied).toMatchObject({ install_software: 0, configure_service: 1 });
      expect(await status()).toContain('Default: reject (incoming), allow (outgoing)');
    });

    test('does not shut out the console: the plan is refused', { timeout: 2 * MINUTES }, async () => {
      const [before, own] = [await added(), await ownAddress()];
      const shutOut = `This would shut out the console, which comes from ${own} to port 22: `;
      await expect(change(ufw, { ssh: 'rules' }, {})).rejects.toThrow(
        `${shutOut}no rule lets it in, and the policy for what comes in is deny.`,
      );
      await expect(
        server.install(ufwRule, { action: 'reject', port: '20:30', source: own, first: true }),
      ).rejects.toThrow(`${shutOut}the first rule about it is “reject 20:30/tcp from ${own}”.`);
      // What the firewall itself lets in is no rule of a person.
      expect(sum((await remove(ufwRule, { port: '22' })).applied)).toBe(0);
      await expect(server.install(ufwRule, { action: 'deny', port: '22' })).rejects.toThrow(
        'Port 22 is let in by the firewall itself, for SSH',
      );
      expect([await added(), await reach(22)]).toEqual([before, ['open']]);
    });

    test('does not shut out the console: a timer takes a rule back', { timeout: 2 * MINUTES }, async () => {
      const [before, own] = [await server.readOutput('cat /etc/ufw/user*.rules'), await ownAddress()];
      const rule = { action: 'deny', port: '22', source: own, first: true };
      await expect(server.install(reckless(ufwRule), rule)).rejects.toThrow('"phase":"confirm","exitCode":1');
      expect(await server.readOutput('cat /etc/ufw/user*.rules')).toBe(before);
      // Over a connection that is made now.
      const next = new PackageHarness({ ...(await access()), host }, system);
      expect(await next.readOutput('ufw status | head -n 1')).toBe('Status: active');
      next.end();
    });

    test('leaves SSH to rules once they let the console in', { timeout: 2 * MINUTES }, async () => {
      const office = { port: '22', source: await ownAddress(), comment: 'office' };
      await server.install(ufwRule, office);
      await change(ufw, { ssh: 'rules' }, {});
      expect(await added()).not.toContain('SSH, by Milepost');
      expect(await reach(22)).toEqual(['silent']);
      await expect(remove(ufwRule, office)).rejects.toThrow('This would shut out the console');
      expect(sum((await change(ufw, { ssh: 'rules' }, {})).applied)).toBe(0);
    });

    test('is at its newest version, which an update finds without changing anything', async () => {
      const { applied } = await server.run(ufw, { operation: 'update', input: {} });
      expect(applied).toMatchObject({ update_software: 0, verify_installation: 0 });
    });

    test(
      'is gone with all that was added to it, and what others added stays',
      { timeout: 5 * MINUTES },
      async () => {
        await server.readOutput("ufw allow 9999/tcp comment 'of somebody else'");
        await remove(ufw, {});
        expect(await server.status('ufw')).toBe('config-files');
        expect(await reach(22, 8001, 8002)).toEqual(['open', 'open', 'open']);
        expect(await server.readOutput('grep -h "^### tuple" /etc/ufw/user.rules')).toMatch(
          /^### tuple ### allow tcp 9999 [^\n]*$/,
        );
        expect(
          await server.readOutput('ls /var/lib/milepost-files/ufw; grep ENABLED= /etc/ufw/ufw.conf'),
        ).toBe('ENABLED=no');
        expect(sum((await remove(ufw, {})).applied)).toBe(0);
      },
    );
  });

  describe('a firewall of somebody else', () => {
    const OTHERS = [
      'deny from 203.0.113.0/24',
      'allow 22/tcp',
      'limit 2222/tcp',
      'allow 8001/tcp',
      'allow OpenSSH',
    ];
    const SHUTS_OUT = 'allow from 203.0.113.0/24 to any port 22 proto tcp';
    const all = OTHERS.map((rule) => `ufw ${rule}`).join('\n');

    test(
      'a firewall that would not let the console in is not switched on',
      { timeout: 5 * MINUTES },
      async () => {
        await server.readOutput(
          `apt-get -qqy install --no-install-recommends ufw >/dev/null 2>&1; ufw --force reset; ufw ${SHUTS_OUT}`,
        );
        await expect(server.install(ufw)).rejects.toThrow('This would shut out the console');
        expect(await server.readOutput('ufw status')).toBe('Status: inactive');
        expect(await added()).toBe(`ufw ${SHUTS_OUT}`);
      },
    );

    test('keeps its rules, in their order', { timeout: 2 * MINUTES }, async () => {
      await server.readOutput(
        // Not a second reset: ufw refuses one in the same second, because its backup has that name.
        `ufw delete ${SHUTS_OUT}; ${OTHERS.map((rule) => `ufw ${rule}`).join('; ')}; ufw default reject incoming; ufw --force enable`,
      );
      expect(await added()).toBe(all);
      await server.install(ufw);
      expect([await added(), await status()]).toEqual([
        all,
        'Status: active\nDefault: deny (incoming), allow (outgoing), disabled (routed)',
      ]);
    });

    test('has a rule already, which stays when it is deleted', async () => {
      expect(sum((await server.install(ufwRule, { port: '8001' })).applied)).toBe(0);
      expect(sum((await remove(ufwRule, { port: '8001' })).applied)).toBe(0);
      await expect(server.install(ufwRule, { action: 'deny', port: '8001' })).rejects.toThrow(
        'The server has the rule “allow 8001/tcp”, which Milepost did not add',
      );
      expect(await added()).toBe(all);
    });

    test('is as it was after an uninstall', { timeout: 2 * MINUTES }, async () => {
      await server.install(ufwRule, { port: '8002' });
      expect([await added(), await reach(8002)]).toEqual([
        `${all}\nufw allow 8002/tcp comment 'Milepost'`,
        ['open'],
      ]);
      await remove(ufw, {});
      expect([await added(), await status(), await server.status('ufw')]).toEqual([
        all,
        'Status: active\nDefault: reject (incoming), allow (outgoing), disabled (routed)',
        'installed',
      ]);
      expect(await reach(22, 8001, 8002)).toEqual(['open', 'open', 'refused']);
    });
  });
});
