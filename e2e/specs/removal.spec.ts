import { expect } from '@playwright/test';
import type { Page } from '@playwright/test';
import { freeApt, holdApt } from '../support/apt';
import { ended, openForm, press, submit, submitButton } from '../support/operations';
import { onPractice, practice, practiceLab } from '../support/practice';
import { ownerTest as test } from '../support/test';

test.describe.configure({ mode: 'serial' });

test.afterAll(async () => {
  await practice().heal();
  await freeApt();
});

const connections = (page: Page) => page.getByLabel('Worker connections');
const SITE = '/etc/nginx/sites-enabled/mine';

async function openPractice(page: Page): Promise<void> {
  await page.goto('/servers');
  await page.getByRole('link', { name: 'practice', exact: true }).click();
}

async function cancel(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Cancel…' }).click();
  await page.getByRole('button', { name: 'Cancel operation' }).click();
  await ended(page, 'Canceled');
  await freeApt();
}

test('a package that is installed is changed: its form begins with the settings it has', async ({ page }) => {
  await openForm(page, 'Install', 'nginx');
  await connections(page).fill('1024');
  await expect(page.getByText('checked against the server')).toBeVisible();
  await press(page, 'Install', 'nginx');
  await ended(page);
  await openForm(page, 'Install', 'nginx');
  await expect(page.getByRole('heading', { name: 'Change nginx on practice' })).toBeVisible();
  await expect(connections(page)).toHaveValue('1024');
  await expect(page.getByText('0 changes')).toBeVisible();
});

test('an uninstall asks before it begins; one that deletes sites names them and has the server’s name typed', async ({
  page,
}) => {
  await onPractice(`echo 'server { listen 8099; }' >${SITE}; echo added`);
  await openForm(page, 'Uninstall', 'nginx');
  await expect(page.getByText('No data will be lost.')).toBeVisible();
  await page.keyboard.press('Control+Enter');
  await expect(page.getByRole('alertdialog')).toHaveCount(0);
  await submitButton(page, 'Uninstall', 'nginx').click();
  const dialog = page.getByRole('alertdialog', { name: 'Uninstall nginx from practice?' });
  await expect(dialog.getByRole('textbox')).toHaveCount(0);
  await dialog.getByRole('button', { name: 'Cancel' }).click();

  await page.getByRole('switch', { name: 'Remove configuration and sites' }).click();
  await expect(page.getByText('Deletes data: see the item marked red.')).toBeVisible();
  await expect(page.getByRole('region', { name: 'Plan' }).getByText(SITE)).toBeVisible();
  await submitButton(page, 'Uninstall', 'nginx').click();
  await expect(dialog).toContainText('Removes /etc/nginx with the sites configured there');
  await expect(dialog.getByText(SITE)).toBeVisible();
  const uninstall = dialog.getByRole('button', { name: 'Uninstall', exact: true });
  await expect(uninstall).toBeDisabled();
  await dialog.getByRole('textbox').fill('web-1');
  await expect(uninstall).toBeDisabled();
  await dialog.getByRole('textbox').fill('practice');
  await expect(uninstall).toBeEnabled();
  await page.keyboard.press('Control+Enter');
  await expect(dialog).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(dialog).toHaveCount(0);
  expect(await onPractice('systemctl is-active nginx')).toBe('active');
});

test('an uninstall cannot be submitted before its plan was checked against the server', async ({ page }) => {
  await openPractice(page);
  await practice().cut();
  const installed = page.getByRole('table', { name: 'Installed packages' });
  await installed.getByRole('link', { name: 'Uninstall nginx' }).click();
  const button = submitButton(page, 'Uninstall', 'nginx');
  await expect(page.getByText('The plan is being checked against practice.')).toBeVisible();
  await expect(button).toBeDisabled();
  await expect(page.getByText('The plan was not checked against practice')).toBeVisible({ timeout: 60_000 });
  await expect(button).toBeDisabled();
  await practice().heal();
  await page.getByRole('button', { name: 'Check again' }).click();
  await expect(button).toBeEnabled({ timeout: 60_000 });
});

test('a canceled uninstall says what is so on the server, and the package can be put back', async ({
  page,
}) => {
  await holdApt();
  await submit(page, 'Uninstall', 'nginx');
  await expect(page.getByText('Removing nginx started')).toBeVisible();
  await cancel(page);
  const panel = page.getByRole('region', { name: 'Canceled during Removing nginx' });
  await expect(panel).toContainText('nginx is stopped and does not start at boot.');
  await expect(panel).toContainText('May still be on practice: the package nginx.');
  await expect(page.getByText('Removing nginx failed')).toHaveCount(0);
  await expect(panel.getByRole('link', { name: 'Finish uninstalling' })).toBeVisible();
  await expect(panel.getByRole('button', { name: /^Delete record of nginx/ })).toBeVisible();

  // Without a reload: what this page knew of the server is read again.
  await page.getByRole('link', { name: 'practice', exact: true }).first().click();
  await page.waitForURL(/\/servers\//);
  const row = page.getByRole('table', { name: 'Installed packages' }).getByRole('row', { name: /nginx/ });
  await expect(row).toContainText('Uninstall canceled');
  await expect(row).toContainText('nginx is stopped and does not start at boot.');
  await expect(row.getByRole('link', { name: 'Finish uninstalling nginx' })).toBeVisible();
  await row.getByRole('button', { name: 'More actions for nginx' }).click();
  await page.getByRole('menuitem', { name: 'Put nginx back' }).click();
  await expect(connections(page)).toHaveValue('1024');
  await press(page, 'Install', 'nginx');
  await ended(page);
  expect(await onPractice('systemctl is-active nginx; systemctl is-enabled nginx')).toBe('active\nenabled');
  await submit(page, 'Uninstall', 'nginx');
  await ended(page);
  expect(await onPractice(`test -e ${SITE} && rm ${SITE} && echo kept`)).toBe('kept');
});

test('a canceled install that left nothing can be made again with the same settings', async ({ page }) => {
  await holdApt();
  await openForm(page, 'Install', 'nginx');
  await connections(page).fill('2048');
  await expect(page.getByText('checked against the server')).toBeVisible();
  await press(page, 'Install', 'nginx');
  await expect(page.getByText('Installing nginx started')).toBeVisible();
  await cancel(page);
  const panel = page.getByRole('region', { name: 'Canceled during Installing nginx' });
  await expect(panel).toContainText('Nothing that it installed is left on practice.');
  await panel.getByRole('link', { name: 'Install nginx again' }).click();
  await expect(connections(page)).toHaveValue('2048');
  await press(page, 'Install', 'nginx');
  await ended(page);
  await submit(page, 'Uninstall', 'nginx');
  await ended(page);
});

test('a server that is removed loses Milepost’s key, and nothing is deleted while it cannot be reached', async ({
  page,
}) => {
  const lab = practiceLab();
  const server = (await lab.up(2))[1];
  if (!server) throw new Error('The lab has no second server.');
  const ours = async () => (await server.exec('grep -c milepost- /root/.ssh/authorized_keys')).stdout.trim();
  try {
    await server.exec(
      "echo root:let-me-in-7781 | chpasswd; printf 'PasswordAuthentication yes\\nPermitRootLogin yes\\n' >/etc/ssh/sshd_config.d/0.conf; systemctl reload ssh",
    );
    await page.goto('/servers/new');
    await page.getByLabel('Address').fill(server.host);
    await page.getByLabel('Name').fill('leaving');
    await page.getByLabel('Password', { exact: true }).fill('let-me-in-7781');
    await page.getByRole('button', { name: 'Continue' }).click();
    await page.getByRole('button', { name: /Fingerprints match/ }).click({ timeout: 30_000 });
    await expect(page.getByRole('heading', { name: 'Access' })).toBeVisible({ timeout: 60_000 });
    expect(await ours()).toBe('1');

    await server.cut();
    await page.getByRole('button', { name: 'Remove…' }).click();
    const dialog = page.getByRole('alertdialog', { name: 'Remove leaving?' });
    const key = dialog.getByRole('switch', { name: 'Also remove Milepost’s key and files from the server' });
    const remove = dialog.getByRole('button', { name: 'Remove server' });
    await expect(dialog).toContainText('The history of its operations is kept');
    await expect(key).toBeChecked();
    await expect(remove).toBeDisabled();
    await dialog.getByRole('textbox').fill('leaving');
    await remove.click();
    await expect(dialog.getByRole('alert')).toContainText('leaving was not removed', { timeout: 60_000 });
    await expect(key).not.toBeChecked();
    await expect(dialog.getByText(/sed -i .*milepost-[0-9a-f-]+\$/)).toBeVisible();

    await server.heal();
    await key.click();
    await remove.click();
    await page.waitForURL(/\/servers$/, { timeout: 60_000 });
    await expect(page.getByRole('link', { name: 'leaving' })).toHaveCount(0);
    expect(await ours()).toBe('0');
  } finally {
    await lab.down(2);
  }
});
