import { chromium } from '@playwright/test';
const base = process.argv[2],
  link = process.argv[3];
const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] });
const ctx = await browser.newContext({ viewport: { width: 1280, height: 900 } });
const page = await ctx.newPage();
const variants = [
  ['light', 1280],
  ['dark', 390],
  ['dark', 1280],
  ['light', 390],
];
const shot = async (p, name, vs = variants) => {
  for (const [theme, width] of vs) {
    await p.setViewportSize({ width, height: 900 });
    await p.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' });
    await p.waitForTimeout(500);
    await p.screenshot({ path: `/tmp/shots/${name}-${theme}-${width}.png`, fullPage: true });
  }
  await p.setViewportSize({ width: 1280, height: 900 });
};
const go = async (path, name) => {
  await page.goto(base + path);
  await page.waitForLoadState('load');
  await page.waitForTimeout(1200);
  await shot(page, name);
};
await go('/', 'noowner');
await page.goto(link);
await page.waitForTimeout(1500);
await shot(page, 'setup');
await page.getByLabel('Name').fill('Ada Lovelace');
await page.getByLabel('Email').fill('ada@example.com');
await page.getByLabel('Password').fill('correct horse battery');
await page.getByRole('button', { name: 'Create the owner' }).click();
await page.waitForURL(base + '/');
await page.waitForTimeout(1500);
await shot(page, 'overview-empty');
await go('/servers', 'servers');
await go('/servers/new', 'add-server');
await go('/operations', 'operations-empty');
await go('/catalog', 'catalog');
await go('/settings', 'settings');
await page.goto(base + '/servers');
await page.getByRole('link', { name: 'practice', exact: true }).click();
await page.waitForTimeout(1500);
const server = page.url();
await shot(page, 'server-empty');
await go('/catalog/nginx', 'catalog-nginx').catch(() => {});
await page.goto(base + '/catalog/redis/install');
await page.waitForTimeout(2500);
await shot(page, 'install-redis-start');
await page.goto(server);
await page.waitForTimeout(1000);
await page.goto(base + '/catalog/nginx/install?server=' + server.split('/').pop());
await page.waitForTimeout(5000);
await shot(page, 'install-nginx-plan');
await page.keyboard.press('Control+Enter');
await page.waitForURL(/operations\//, { timeout: 30000 });
await page.waitForTimeout(2000);
await shot(page, 'operation-running', [
  ['light', 1280],
  ['dark', 390],
]);
await page
  .getByText('Completed')
  .first()
  .waitFor({ timeout: 120000 })
  .catch(() => {});
await page.waitForTimeout(1500);
await shot(page, 'operation-done');
await page.goto(server);
await page.waitForTimeout(1500);
await shot(page, 'server-nginx');
await go('/', 'overview');
await go('/operations', 'operations');
await page.goto(server + '/uninstall/nginx');
await page.waitForTimeout(5000);
await shot(page, 'uninstall-plan');
await page.goto(base + '/');
await page.keyboard.press('Control+k');
await page.waitForTimeout(700);
await shot(page, 'palette', [
  ['light', 1280],
  ['dark', 390],
]);
await go('/recover#token=x', 'recover');
await go('/join#token=x', 'join');
await go('/nothing', 'missing');
const anon = await (await browser.newContext()).newPage();
await anon.goto(base + '/sign-in');
await anon.waitForTimeout(1000);
await shot(anon, 'sign-in');
await browser.close();
console.log('done', server);
