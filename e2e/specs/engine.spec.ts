import { expect } from '@playwright/test';
import { ownerTest as test } from '../support/test';
import { bar, ended, openForm, press, submit } from '../support/operations';
import { partPid } from '../support/product';

test('the same operation in the Temporal UI: which package, which server, which milestone now', async ({
  page,
}) => {
  await submit(page, 'Install', 'nginx');
  const inTemporal = page.getByRole('link', { name: 'Open in Temporal' }).first();
  const href = (await inTemporal.getAttribute('href')) ?? '';
  await ended(page);
  await page.goto(href);
  await expect(page.getByText('Install nginx on practice').first()).toBeVisible({ timeout: 30_000 });
  await expect(page.getByText('3/6 Installing nginx').first()).toBeVisible();
});

test('Temporal is away at the submit: accepted at once, done once when it is back', async ({ page }) => {
  await openForm(page, 'Uninstall', 'nginx');
  // What removes software is submitted with a checked plan only, and checking takes Temporal.
  await expect(page.getByText(/^checked against the server/)).toBeVisible();
  process.kill(await partPid('temporal'), 'SIGSTOP');
  try {
    await press(page, 'Uninstall', 'nginx');
    await expect(
      page.getByText(/Temporal (is reachable again|unreachable|is unreachable|has been unreachable)/).first(),
    ).toBeVisible();
    await page.waitForTimeout(10_000);
    await expect(page.getByRole('main').getByText('Succeeded', { exact: true })).toHaveCount(0);
  } finally {
    process.kill(await partPid('temporal'), 'SIGCONT');
  }
  await ended(page);
});

test('Temporal is away for a minute in the middle: the operation completes', async ({ page }) => {
  await submit(page, 'Install', 'nginx');
  await expect(bar(page)).toHaveAttribute('aria-valuetext', /Step [1-3] of 6/);
  process.kill(await partPid('temporal'), 'SIGSTOP');
  try {
    await page.waitForTimeout(60_000);
  } finally {
    process.kill(await partPid('temporal'), 'SIGCONT');
  }
  await ended(page);
  await submit(page, 'Uninstall', 'nginx');
  await ended(page);
});

test('the worker is killed in the middle: the page says so within seconds, and another one takes over', async ({
  page,
}) => {
  await submit(page, 'Install', 'nginx');
  const events = page.getByRole('region', { name: 'Events' });
  // Inside a milestone: a worker that dies between two of them loses no attempt, and no event says so.
  await expect(events.getByText('Installing nginx started')).toBeVisible();
  process.kill(await partPid('worker'), 'SIGKILL');
  await expect(page.getByText(/^The worker stopped responding\. /)).toBeVisible({ timeout: 5_000 });
  await expect(page.getByText('Another worker takes over automatically.')).toBeVisible();
  await ended(page);
  await expect(events.getByText(/The worker was lost; another one took over \(attempt \d\)/)).toBeVisible();
  await expect(page.getByText('1 worker', { exact: true })).toBeVisible();
  await submit(page, 'Uninstall', 'nginx');
  await ended(page);
});
