import { openRelay } from '@milepost/lab/relay';
import { expect } from '@playwright/test';
import type { Page } from '@playwright/test';
import pg from 'pg';
import { expectAccessible, lookAs } from '../support/axe';
import { openForm, submitButton } from '../support/operations';
import { onPractice, practice } from '../support/practice';
import { product } from '../support/product';
import { ownerTest as test } from '../support/test';

/** Somebody else listens on Redis' port. */
const LISTENER = `perl -MIO::Socket::INET -e '@s = IO::Socket::INET->new(LocalPort => 6379, Listen => 1, ReuseAddr => 1); sleep 1000'`;

const planOf = (page: Page) => page.getByRole('region', { name: 'Plan' });

test.afterAll(() => onPractice('systemctl stop squatter; systemctl reset-failed squatter'));

test('a port that another program uses prevents an install: the plan says so and leads to the field that helps', async ({
  page,
}) => {
  await onPractice(`systemd-run --unit squatter ${LISTENER}`);
  await expect.poll(() => onPractice('ss -Hltn sport = :6379')).not.toBe('');
  await openForm(page, 'Install', 'Redis');
  await page.getByRole('button', { name: 'Generate' }).click();
  const plan = planOf(page);
  const blockers = plan.getByRole('status').filter({ hasText: 'The installation is blocked:' });
  await expect(blockers).toContainText('6379');
  await expect(plan.getByText('1 prevents the installation')).toBeVisible();
  const button = submitButton(page, 'Install', 'Redis');
  await expect(button).toBeDisabled();
  await expect(button).toHaveAccessibleDescription(/6379/);
  for (const theme of ['light', 'dark'] as const)
    for (const width of [1280, 390]) {
      await lookAs(page, theme, width);
      await expectAccessible(page);
    }

  const port = page.getByRole('textbox', { name: 'Port' });
  await blockers.getByRole('button', { name: 'Change Port' }).click();
  await expect(port).toBeFocused();
  await port.fill('6380');
  await expect(blockers).toHaveCount(0);
  await expect(button).toBeEnabled();
});

test('over a slow link the plan fills in as the server answers, and says how far it is', async ({ page }) => {
  const { host, port } = practice();
  const relay = await openRelay({ host, port });
  relay.delay(750);
  await redirect(relay.port, relay.host);
  try {
    await openForm(page, 'Install', 'Redis');
    await page.getByRole('button', { name: 'Generate' }).click();
    const plan = planOf(page);
    const amid =
      /practice is answering slowly: [1-9]\d* of \d+ checks done.*[1-9]\d* (already in place|changes?).*not known yet/;
    await expect(plan).toContainText(amid, { timeout: 60_000 });
    await expect(plan.getByText('checked against the server')).toBeVisible({ timeout: 60_000 });
    await expect(plan.getByText(/not known yet/)).toHaveCount(0);

    await page.getByLabel('Memory', { exact: true }).fill('300');
    await expect(plan.getByText(/answering slowly: [1-9]\d* of \d+ checks done/)).toBeVisible({
      timeout: 60_000,
    });
    relay.blackhole();
    await expect(plan.getByText(/practice stopped responding: \d+ of \d+ checks were done\./)).toBeVisible({
      timeout: 60_000,
    });
    await expect(plan.getByText(/[1-9]\d* already in place|[1-9]\d* changes?/).first()).toBeVisible();
  } finally {
    await redirect(port, host);
    await relay.close();
  }
});

/** Where the worker finds the practice server from now on. */
async function redirect(port: number, address: string): Promise<void> {
  const client = new pg.Client(product().databaseUrl);
  await client.connect();
  await client.query(`update servers set address = $1, port = $2 where name = 'practice'`, [address, port]);
  await client.end();
}
