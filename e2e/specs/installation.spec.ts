import { expect } from '@playwright/test';
import type { Page } from '@playwright/test';
import { makeRepository } from '@milepost/lab/apt-repository';
import { expectAccessible, expectAllAccessible, lookAs } from '../support/axe';
import { ended, openForm, press } from '../support/operations';
import { onPractice, practice } from '../support/practice';
import { ownerTest as test } from '../support/test';

test.describe.configure({ mode: 'serial' });

const PASSWORD = 'Canary-2b8d1f-e2e-installation-Password';
/** The pages of what the first two tests install. */
const pages = { nginx: '', redis: '' };

const region = (page: Page, name: string) => page.getByRole('region', { name, exact: true });

/** The button of the form that is open; the operation is followed to its end. */
async function run(page: Page, label: string): Promise<void> {
  await page.getByRole('main').getByRole('button', { name: label }).click({ timeout: 60_000 });
  await page.waitForURL(/\/operations\/[0-9a-f-]+$/);
  await ended(page);
}

const redisCli = (port: number) => onPractice(`printf 'AUTH ${PASSWORD}\\nPING\\n' | redis-cli -p ${port}`);

test('a completed install leads to the page of the installation', async ({ page }) => {
  await openForm(page, 'Install', 'nginx');
  const plan = page.getByRole('region', { name: 'Plan' });
  await expect(plan).toContainText('checked against the server', { timeout: 60_000 });
  await expect(plan.getByText('nginx can be installed')).toBeHidden();
  await plan.locator('summary', { hasText: 'already in place' }).first().press('Enter');
  await expect(plan.getByText('nginx can be installed')).toBeVisible();
  // Whether another file has refreshed them before.
  await expect(plan).toContainText(/known once the package lists are refreshed|\d new packages/);
  await press(page, 'Install', 'nginx');
  await ended(page);
  const next = region(page, 'Next');
  await expect(next).toContainText(/nginx answers at http:\/\//);
  await next.getByRole('link', { name: 'View nginx' }).click();
  await page.waitForURL(/\/installations\/[0-9a-f-]+$/);
  pages.nginx = new URL(page.url()).pathname;
  await expect(page.getByRole('heading', { name: 'nginx', level: 1 })).toBeVisible();
  await expect(region(page, 'Settings').getByRole('link', { name: /^http:\/\// })).toBeVisible();
  const services = region(page, 'Services');
  await expect(services).toContainText('starts at boot');
  await services.getByText(/^Journal, \d+ lines/).click();
  await expect(services.getByLabel('Journal of nginx')).toContainText('systemd');
  await expect(region(page, 'History').getByRole('listitem')).toHaveCount(1);
});

test('a change of the port keeps the password that is left empty', async ({ page }) => {
  await openForm(page, 'Install', 'Redis');
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
  const plan = page.getByRole('region', { name: 'Plan' });
  await expect(plan.getByRole('row', { name: /^redis-server \S+ new [\d.]+ kB$/ })).toBeVisible({
    timeout: 60_000,
  });
  await expect(plan.getByText(/^\d+ new packages, [\d.]+ [kM]B to download$/).first()).toBeVisible();
  await press(page, 'Install', 'Redis');
  await ended(page);
  const next = region(page, 'Next');
  await expect(next).toContainText('Redis answers at 127.0.0.1:6379 on the server itself');
  await next.getByRole('link', { name: 'View Redis' }).click();
  await page.waitForURL(/\/installations\/[0-9a-f-]+$/);
  pages.redis = new URL(page.url()).pathname;

  await page.getByRole('link', { name: 'Change…' }).click();
  await expect(page.getByLabel('Password', { exact: true })).toHaveValue('');
  await expect(page.getByText('Leave it empty to keep the current one.')).toBeVisible();
  await expect(page.getByText('0 changes', { exact: true })).toBeVisible();
  await page.getByLabel('Port').fill('6390');
  await expect(page.getByText(/[1-9]\d* changes?$/).first()).toBeVisible();
  const changes = page.locator('summary', { hasText: 'Changes in /etc/redis/redis.conf' });
  await expect(changes).toContainText('+1', { timeout: 60_000 });
  await changes.press('Enter');
  const diff = page.getByLabel('Changes in /etc/redis/redis.conf');
  await expect(diff).toContainText('-port 6379+port 6390');
  await expect(diff).toContainText('‹not shown›');
  for (const theme of ['light', 'dark'] as const)
    for (const width of [390, 1280]) {
      await lookAs(page, theme, width);
      await expectAccessible(page);
    }
  await lookAs(page, 'light', 1280);
  await run(page, 'Change Redis on practice');
  expect(await redisCli(6390)).toBe('OK\nPONG');

  await page.goto(pages.redis);
  await expect(region(page, 'Settings')).toContainText('127.0.0.1:6390');
  await expect(region(page, 'Settings')).toContainText('Set, never shown');
  await expect(region(page, 'History').getByRole('listitem').first()).toContainText(
    'Change Redis on practice',
  );
  expect(await page.content()).not.toContain(PASSWORD);
});

test('a stop and a restart are one change each, and a page that is open shows the new state', async ({
  page,
  context,
}) => {
  const open = await context.newPage();
  await open.goto(pages.nginx);
  const services = region(open, 'Services');
  await expect(services).toContainText('Running');

  await page.goto(pages.nginx);
  await page.getByRole('button', { name: 'More actions for nginx' }).click();
  await page.getByRole('menuitem', { name: 'Stop…' }).click();
  await expect(page.getByText('nginx stays stopped until it is started or the server boots.')).toBeVisible();
  await run(page, 'Stop nginx on practice');
  expect(await onPractice('systemctl is-active nginx')).toBe('inactive');
  await expect(services).toContainText('Stopped');

  await page.goto(`${pages.nginx}/update`);
  await expect(page.getByText('Nothing newer is available.')).toBeVisible({ timeout: 60_000 });

  await page.goto(pages.nginx);
  await page.getByRole('link', { name: 'Restart…' }).click();
  await expect(page.getByText('1 change', { exact: true })).toBeVisible();
  await run(page, 'Restart nginx on practice');
  await expect(services).toContainText('Running');
  await expect(region(open, 'Operations')).toContainText('Restart nginx');
});

test('what was changed by hand is found, needs attention, and is restored', async ({ page }) => {
  await onPractice(
    "sed -i 's/worker_connections 768/worker_connections 100/' /etc/nginx/nginx.conf; systemctl reload nginx",
  );
  await page.goto(pages.nginx);
  const drift = region(page, 'Drift');
  await drift.getByRole('button', { name: 'Check now' }).click();
  await expect(drift).toContainText('No longer true: /etc/nginx/nginx.conf says “worker_connections 768;”', {
    timeout: 60_000,
  });
  await page.goto('/');
  const attention = region(page, 'Needs attention');
  await attention.getByRole('link', { name: 'View nginx on practice has drifted' }).click();
  await page.waitForURL(pages.nginx);
  await expectAllAccessible(page, [pages.nginx, `${pages.redis}/change`]);

  await page.goto(pages.nginx);
  await drift.getByRole('link', { name: 'Restore…' }).click();
  await run(page, 'Change nginx on practice');
  expect(await onPractice("grep -c 'worker_connections 768;' /etc/nginx/nginx.conf")).toBe('1');
  await page.goto(pages.nginx);
  await drift.getByRole('button', { name: 'Check now' }).click();
  await expect(drift).toContainText('practice is as it was left.', { timeout: 60_000 });
  await page.goto('/');
  await expect(page.getByText('nginx on practice has drifted')).toHaveCount(0);
});

test('a newer version is shown once it is offered, until it is installed', async ({ page }) => {
  const repository = await makeRepository(practice(), [], { directory: '/srv/milepost-e2e' });
  await repository.repack(['nginx'], '+lab1');
  await repository.use();
  await page.goto(pages.nginx);
  await region(page, 'Drift').getByRole('button', { name: 'Check now' }).click();
  const newer = page.getByRole('link', { name: /^Update available for nginx: \S+\+lab1$/ });
  await expect(newer.first()).toBeVisible({ timeout: 60_000 });
  await expect(region(page, 'Drift')).toContainText(/\+lab1\. Package lists read (now|.+ ago)\.$/);

  const server = await page
    .getByRole('main')
    .getByRole('link', { name: 'practice', exact: true })
    .getAttribute('href');
  await onPractice("sed -i 's/worker_connections 768/worker_connections 100/' /etc/nginx/nginx.conf");
  await region(page, 'Drift').getByRole('button', { name: 'Check now' }).click();
  await expect(region(page, 'Drift')).toContainText('No longer true', { timeout: 60_000 });
  await page.goto(server ?? '');
  await expect(newer).toBeVisible();
  await page.getByRole('link', { name: 'Changed outside Milepost (nginx)' }).click();
  await page.waitForURL(`${pages.nginx}#drift`);
  await onPractice("sed -i 's/worker_connections 100/worker_connections 768/' /etc/nginx/nginx.conf");
  await expectAllAccessible(page, ['/', server ?? '', pages.nginx]);

  await page.goto('/');
  const updates = region(page, 'Updates available');
  await expect(updates.getByRole('listitem')).toContainText(/nginx on practice.*\+lab1/s);
  await updates.getByRole('link', { name: /^Update nginx on practice/ }).click();
  await expect(page.getByRole('region', { name: 'Plan' })).toContainText(/nginx \S+ → \S+\+lab1/, {
    timeout: 60_000,
  });
  await run(page, 'Update nginx on practice');
  await page.goto(pages.nginx);
  await expect(region(page, 'History').getByRole('listitem').first()).toContainText('+lab1');
  await expect(newer).toHaveCount(0);
  await page.goto('/');
  await expect(updates).toHaveCount(0);
  await onPractice(
    'rm -rf /etc/apt/sources.list.d/milepost-lab.list /etc/apt/keyrings/milepost-lab.asc /srv/milepost-e2e; apt-get -qq update',
  );
});

test('an uninstalled installation keeps its page and its history, and has no forms', async ({ page }) => {
  for (const [title, path] of [
    ['nginx', pages.nginx],
    ['Redis', pages.redis],
  ] as const) {
    await page.goto(path);
    await page.getByRole('button', { name: `More actions for ${title}` }).click();
    await page.getByRole('menuitem', { name: 'Uninstall…' }).click();
    await press(page, 'Uninstall', title);
    await ended(page);
    await page.goto(path);
    await expect(page.getByText(/^Uninstalled .* The history stays\.$/)).toBeVisible();
    await expect(page.getByRole('link', { name: 'Install again…' })).toBeVisible();
    await expect(page.getByRole('link', { name: 'Change…' })).toHaveCount(0);
    await expect(region(page, 'History').getByRole('listitem').first()).toContainText('Uninstalled');
    await page.goto(`${path}/restart`);
    await expect(page.getByText(`${title} is no longer installed on practice`)).toBeVisible();
  }
});
