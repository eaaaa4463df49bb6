import { expect } from '@playwright/test';
import { ownerTest as test } from '../support/test';
import { ended, openForm, submit, submitButton } from '../support/operations';
import { onPractice } from '../support/practice';

test.describe.configure({ mode: 'serial' });

const PASSWORD = 'Canary-7f3a9c-e2e-redis-Password';

test('Redis with a password of mine: it asks for it, and no page shows it', async ({ page }) => {
  const answers: string[] = [];
  page.on('response', (response) => {
    if (response.url().includes('/api/trpc/'))
      void response.text().then(
        (text) => answers.push(text),
        () => undefined,
      );
  });
  await openForm(page, 'Install', 'Redis');
  const field = page.getByLabel('Password', { exact: true });
  await expect(field).toHaveAttribute('autocomplete', 'new-password');
  await page.getByRole('button', { name: 'Generate' }).click();
  await expect(field).toHaveValue(/^.{24,}$/);
  await field.fill(PASSWORD);
  await expect(page.getByText(/[1-9]\d* changes?/)).toBeVisible();
  await submitButton(page, 'Install', 'Redis').click();
  await page.waitForURL(/\/operations\//);
  await ended(page);
  expect(await onPractice('redis-cli ping 2>&1')).toContain('NOAUTH');
  expect(await onPractice(`printf 'AUTH ${PASSWORD}\\nPING\\n' | redis-cli`)).toContain('PONG');
  expect(await page.content()).not.toContain(PASSWORD);
  expect(answers.length).toBeGreaterThan(3);
  expect(answers.filter((answer) => answer.includes(PASSWORD))).toEqual([]);
  const files = await onPractice(
    `grep -rlsF ${PASSWORD} /etc /root /var/lib/milepost /var/log /run/milepost /tmp /home 2>/dev/null | sort`,
  );
  expect(
    files.split('\n').every((file) => file.startsWith('/etc/redis/')),
    files,
  ).toBe(true);
});

test('and away with it', async ({ page }) => {
  await submit(page, 'Uninstall', 'Redis');
  await ended(page);
  expect(await onPractice('command -v redis-server || echo gone')).toBe('gone');
});
