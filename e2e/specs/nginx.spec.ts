import { expect } from '@playwright/test';
import { ownerTest as test } from '../support/test';
import { bar, ended, openForm, submit, submitButton, watchBar } from '../support/operations';
import { onPractice } from '../support/practice';

test.describe.configure({ mode: 'serial' });

const STEPS = [
  'Checking the system',
  'Refreshing package lists',
  'Installing nginx',
  'Configuring nginx',
  'Starting nginx',
  'Verifying installation',
];

test('install: the plan names its steps, the bar moves through all of them, and the server answers', async ({
  page,
  context,
}) => {
  await openForm(page, 'Install', 'nginx');
  for (const step of STEPS) await expect(page.getByRole('heading', { name: step })).toBeVisible();
  await expect(page.getByText(/[1-9]\d* changes?$/).first()).toBeVisible();
  await page.getByRole('button', { name: 'Install nginx on practice' }).click();
  await page.waitForURL(/\/operations\//);
  const texts = await watchBar(page);
  const second = await context.newPage();
  await second.goto(page.url());

  await ended(page);
  const seen = await texts();
  // A milestone that is already true passes between two updates; what takes time is seen, and in the end all are done.
  expect(
    seen.some((text) => text.startsWith('Step 3 of 6, Installing nginx')),
    seen.join(' | '),
  ).toBe(true);
  expect(new Set(seen.map((text) => text.split(',')[0])).size).toBeGreaterThanOrEqual(4);
  const timeline = page.getByRole('region', { name: 'Milestones' }).getByRole('listitem');
  for (const step of STEPS) await expect(timeline.filter({ hasText: step }).first()).toContainText('done');
  const percentages = seen.map((text) => Number(/(\d+) percent/.exec(text)?.[1]));
  expect(percentages).toEqual([...percentages].sort((a, b) => a - b));
  expect(percentages.at(-1)).toBe(100);
  await expect(bar(second)).toHaveAttribute('aria-valuenow', '100');
  await expect(page.getByRole('log')).toContainText('Setting up nginx');
  expect(await onPractice('curl -s http://127.0.0.1/')).toContain('nginx is ready');

  await page.getByRole('link', { name: /^View practice/ }).click();
  const row = page.getByRole('table', { name: 'Installed packages' }).getByRole('row', { name: /nginx/ });
  await expect(row).toContainText('Active');
  await expect(row).toContainText(/1\.\d+/);
});

test('install again: every state is already in place, nothing runs', async ({ page }) => {
  const before = await onPractice('stat -c %Y /etc/nginx/nginx.conf; systemctl show -p MainPID nginx');
  await openForm(page, 'Install', 'nginx');
  await expect(page.getByText('0 changes', { exact: true })).toBeVisible();
  await page.getByRole('button', { name: 'Change nginx on practice' }).click();
  await page.waitForURL(/\/operations\//);
  await ended(page);
  await expect(page.getByText(/brought about/)).toHaveCount(0);
  expect(await onPractice('stat -c %Y /etc/nginx/nginx.conf; systemctl show -p MainPID nginx')).toBe(before);
});

test('uninstall: the bar again, the empty state, and nginx is gone but for its configuration', async ({
  page,
}) => {
  await submit(page, 'Uninstall', 'nginx');
  const texts = await watchBar(page);
  await ended(page);
  expect((await texts()).at(-1)).toContain('100 percent');
  await page.getByRole('link', { name: /^View practice/ }).click();
  await expect(page.getByText('No packages installed')).toBeVisible();
  expect(await onPractice("dpkg-query -W -f '${db:Status-Status}' nginx 2>&1 || true")).not.toContain(
    'installed\n',
  );
  expect(await onPractice('command -v nginx || echo gone; ls /etc/nginx/nginx.conf')).toBe(
    'gone\n/etc/nginx/nginx.conf',
  );
});

test('a quick install and uninstall again, with a reload in the middle and two presses of the button', async ({
  page,
}) => {
  const installs = page.getByRole('row', { name: /Install nginx/ });
  await page.goto('/operations');
  // The page holds the newest, not all.
  const listed = () =>
    installs.evaluateAll((rows) =>
      rows.map((row) => row.querySelector('a[href^="/operations/"]')?.getAttribute('href')),
    );
  await installs.first().waitFor();
  const before = new Set(await listed());
  await openForm(page, 'Install', 'nginx');
  await expect(page.getByText(/[1-9]\d* changes?$/).first()).toBeVisible();
  await submitButton(page, 'Install', 'nginx').dblclick();
  await page.waitForURL(/\/operations\//);
  await expect(bar(page)).toHaveAttribute('aria-valuetext', /Step [23] of 6/);
  await page.reload();
  await expect(bar(page)).toHaveAttribute('aria-valuetext', /Step [2-6] of 6/);
  const address = page.url();
  await ended(page);
  await page.goto('/operations');
  await expect(installs.first()).toContainText('Succeeded');
  expect((await listed()).filter((href) => !before.has(href))).toEqual([new URL(address).pathname]);
  await page.goto(address);
  await submit(page, 'Uninstall', 'nginx');
  await ended(page);
  expect(await onPractice('command -v nginx || echo gone')).toBe('gone');
});
