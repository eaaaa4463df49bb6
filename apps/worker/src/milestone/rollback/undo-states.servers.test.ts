import { randomUUID } from 'node:crypto';
import type { Plan, PlannedMilestone } from '@milepost/contract/plan';
import nginx from '@milepost/packages-core/definitions/web/nginx';
import redis from '@milepost/packages-core/definitions/cache/redis';
import type { PackageDefinition } from '@milepost/packages-core/dsl/define-package';
import { factsOf } from '@milepost/packages-core/dsl/conformance/samples';
import type { CommandState } from '@milepost/packages-core/engine/host';
import { SshHarness } from '@milepost/packages-core/ssh/testing/ssh-harness';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { catalogPlan } from '../../../test/harness/catalog-plan';
import { commandStates, milestoneLibraries } from '../command-states';
import { undoStates } from './undo-states';

const MINUTES = 60_000;

/** All that the rollback has to restore. Not: apt's lists and caches, logs, and what was there only for the moment. */
const SNAPSHOT = `
  dpkg-query -W -f '\${binary:Package} \${Version} \${db:Status-Abbrev}\\n'
  apt-mark showauto
  find /etc -type f ! -name '*-' -exec sha256sum {} + | sort -k2
  find /etc -type f ! -name '*-' -printf '%m %u:%g %p\\n' | sort -k3
  find /etc /usr /var/www /var/lib /home /opt /srv -xdev \\( -path /var/lib/dpkg -o -path /var/lib/apt -o -path '/var/lib/milepost*' \\) -prune -o -printf '%p %l\\n' | sort
  for unit in nginx redis-server cron; do echo "$unit $(systemctl is-active $unit) $(systemctl is-enabled $unit 2>&1)"; done
`;
const PUT_CAPTURES_BACK = `
  for kept in $(find / -xdev -path '*/captures/*.undone'); do mv "$kept" "\${kept%.undone}" && echo "$kept"; done
`;
const trial = new SshHarness(inject('labServers')[0]!);
afterAll(() => trial.end());

const say = async (script: string): Promise<string> => {
  const host = await trial.host();
  const { stdout } = await host.read(script, { timeoutSeconds: 240, maxBytes: 16 * 1024 * 1024 });
  return stdout.trim();
};
const snapshot = async () => (await say(SNAPSHOT)).split('\n');

/** An operation that a test carries out milestone by milestone, and back. */
class Operation {
  readonly #id = randomUUID();
  readonly #plan: Plan;
  readonly #secrets: Record<string, string>;
  #fence = 1;

  constructor(
    definition: PackageDefinition,
    input: Record<string, unknown>,
    kind: 'install' | 'uninstall' = 'install',
  ) {
    const facts = factsOf('debian-12');
    const { plan, secrets } = catalogPlan({ packageId: definition.id, kind, input, facts });
    this.#plan = plan;
    this.#secrets = secrets;
  }

  /** Ends at the first milestone that fails, whose id it answers. */
  async forwards(): Promise<string | null> {
    for (const milestone of this.#plan.milestones) {
      const libraries = milestoneLibraries(this.#plan, milestone, false);
      const { answer } = await this.#run(milestone, { states: commandStates(milestone, []), libraries });
      if (answer.kind !== 'done') return milestone.id;
    }
    return null;
  }

  /** What it printed. */
  async rollBack({ removeData = false } = {}): Promise<string> {
    this.#fence += 1;
    const host = await trial.host();
    await host.fence(this.#id, this.#fence);
    let said = '';
    for (const milestone of [...this.#plan.milestones].reverse()) {
      const states = undoStates(milestone, removeData);
      if (states.length === 0) continue;
      const libraries = milestoneLibraries(this.#plan, milestone, true);
      const { answer, output } = await this.#run(milestone, { states, libraries });
      said += output.toString();
      if (answer.kind !== 'done') throw new Error(`${milestone.id}: ${JSON.stringify(answer)}\n${said}`);
    }
    return said;
  }

  async #run(milestone: PlannedMilestone, scripts: { states: CommandState[]; libraries: string }) {
    const key = `${milestone.id}.${randomUUID()}`;
    const spool = await trial.spool();
    const command = { operation: this.#id, key, fence: this.#fence, spool, ...scripts };
    return trial.run(command, { secrets: this.#secrets });
  }
}

beforeAll(async () => {
  await trial.spool();
  await say('mkdir -p /var/www/html; echo mine >/var/www/html/index.html');
});

describe('the rollback', { timeout: 5 * MINUTES }, () => {
  const password = 'correct-horse-battery-staple';
  const ask = (words: string) => say(`printf 'AUTH ${password}\\n${words}\\n' | redis-cli | tail -n 1`);

  test.each([
    { name: 'nginx', definition: nginx, input: { workerConnections: 1024 } },
    { name: 'Redis', definition: redis, input: { password } },
  ])(
    'a rollback of a fresh $name restores the former state, and a second one changes nothing',
    async ({ definition, input }) => {
      const before = await snapshot();
      const operation = new Operation(definition, input);
      expect(await operation.forwards()).toBe(null);
      expect(await snapshot()).not.toEqual(before);
      await operation.rollBack({ removeData: true });
      expect(difference(before, await snapshot())).toEqual([]);
      expect(await operation.rollBack({ removeData: true })).toBe('');
      expect(difference(before, await snapshot())).toEqual([]);
      // Cut off after its work and before that was noted: the same scripts run again.
      expect(await say(PUT_CAPTURES_BACK)).toMatch(/install_software/);
      await operation.rollBack({ removeData: true });
      expect(difference(before, await snapshot())).toEqual([]);
    },
  );

  test('keeps what was stored in Redis, for root alone, and the next install finds it', async () => {
    const before = await snapshot();
    const operation = new Operation(redis, { password });
    expect(await operation.forwards()).toBe(null);
    expect(await ask('SET kept treasure')).toBe('OK');
    const kept = ['+ /var/lib/redis ', '+ /var/lib/redis/dump.rdb '];
    expect(await operation.rollBack()).toContain('What is stored in /var/lib/redis is kept.');
    expect(difference(before, await snapshot())).toEqual(kept);
    expect(await say("stat -c '%a %U:%G' /var/lib/redis")).toBe('700 root:root');

    // Cut off while the data was set aside: before the purge, and after it.
    await say('mv /var/lib/redis /var/lib/redis.milepost-backup');
    expect(await say(PUT_CAPTURES_BACK)).toMatch(/install_software/);
    await operation.rollBack();
    expect(difference(before, await snapshot())).toEqual(kept);

    // Now it was there before: it stays even where data is to go.
    const next = new Operation(redis, { password });
    expect(await next.forwards()).toBe(null);
    expect(await ask('GET kept')).toBe('treasure');
    await next.rollBack({ removeData: true });
    expect(difference(before, await snapshot())).toEqual(kept);
    await say('rm -r /var/lib/redis');
  });

  test('a rollback of an uninstall restores the package, its configuration and its data', async () => {
    const input = { password, memoryMb: 99 };
    expect(await new Operation(redis, input).forwards()).toBe(null);
    expect(await ask('SET kept treasure')).toBe('OK');
    expect(await ask('SAVE')).toBe('OK');
    const before = await snapshot();
    const uninstall = new Operation(redis, {}, 'uninstall');
    expect(await uninstall.forwards()).toBe(null);
    expect(difference(before, await snapshot()).join('\n')).toContain('- redis-server active enabled');
    expect(await uninstall.rollBack()).toContain('Installed again:');
    expect(difference(before, await snapshot())).toEqual([]);
    expect(await ask('GET kept')).toBe('treasure');
    expect(await uninstall.rollBack()).toBe('');
    const last = new Operation(redis, { removeData: true }, 'uninstall');
    expect(await last.forwards()).toBe(null);
  });

  test('a rollback of a changed setting restores the former file, and the service runs with it', async () => {
    expect(await new Operation(nginx, { workerProcesses: '2', page: 'first' }).forwards()).toBe(null);
    const before = await snapshot();
    const operation = new Operation(nginx, { workerProcesses: '3', page: 'second' });
    expect(await operation.forwards()).toBe(null);
    await expect.poll(() => say('pgrep -c -f "nginx: worker process$"')).toBe('3');
    await operation.rollBack();
    expect(difference(before, await snapshot())).toEqual([]);
    await expect.poll(() => say('pgrep -c -f "nginx: worker process$"')).toBe('2');
    const since = await say('systemctl show -P StateChangeTimestamp nginx');
    await operation.rollBack();
    expect(await say('systemctl show -P StateChangeTimestamp nginx')).toBe(since);
  });

  test('a rollback of a failed change starts the broken service again', async () => {
    const override = '/etc/systemd/system/nginx.service.d/override.conf';
    await say(
      `install -d $(dirname ${override}); printf '[Service]\\nExecReload=\\nExecReload=/bin/false\\n' >${override}; systemctl daemon-reload`,
    );
    const before = await snapshot();
    const operation = new Operation(nginx, { workerProcesses: '4', page: 'third' });
    expect(await operation.forwards()).toBe('start_service');
    await say(`systemctl stop nginx; rm -r $(dirname ${override}); systemctl daemon-reload`);
    await operation.rollBack();
    expect(difference(before, await snapshot()).filter((line) => !line.includes('nginx.service.d'))).toEqual(
      [],
    );
    await expect.poll(() => say('pgrep -c -f "nginx: worker process$"')).toBe('2');
  });
});

/** Debian's own purge of nginx leaves this page of its own behind. */
const LEFT_BY_DEBIAN = '+ /var/www/html/index.nginx-debian.html ';

/** Lines that are in one of both alone. */
function difference(before: readonly string[], after: readonly string[]): string[] {
  const [was, is] = [new Set(before), new Set(after)];
  return [
    ...before.filter((line) => !is.has(line)).map((line) => `- ${line}`),
    ...after.filter((line) => !was.has(line)).map((line) => `+ ${line}`),
  ].filter((line) => line !== LEFT_BY_DEBIAN);
}
