import { NGINX } from '@milepost/packages-core/definitions/web/nginx';
import { compiledTrial } from '@milepost/packages-core/dsl/testing/run-state';
import * as file from '@milepost/packages-core/states/file/files';
import { current } from '@milepost/packages-core/states/systemd/configuration';
import { accepts } from '@milepost/packages-core/states/systemd/control';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ExistingServer } from '../harness/existing-server';

let server: ExistingServer;
beforeAll(async () => {
  server = await ExistingServer.create();
  await server.exec(
    'export DEBIAN_FRONTEND=noninteractive; apt-get -qq update; apt-get -qqy install --no-install-recommends nginx curl; systemctl start nginx',
  );
}, 300_000);
afterAll(() => server.close());

const DROP_IN = '/etc/nginx/conf.d/trial.conf';
const INCLUDED = '/etc/nginx/trial.included';
/** Refused as long as the file that it includes is not there. */
const TEXT = `server {\n  listen 127.0.0.1:8001;\n  include ${INCLUDED};\n}\n`;
const operationPlan = () =>
  compiledTrial([
    file.content(DROP_IN, TEXT),
    accepts(NGINX)!,
    current('nginx', { configFiles: ['/etc/nginx/**'], onChange: 'reload', reloadStartsProcesses: true }),
  ]);
const content = () => server.exec(`cat ${DROP_IN} 2>/dev/null || :`);
const serves = () => server.exec("curl -s -o /dev/null -w '%{http_code}' 127.0.0.1:80");

test('a refused file is put back while the operation waits, and a retry writes it again', async () => {
  const { harness, serverId } = server;
  await server.exec(`echo '# mine' >${DROP_IN}`);
  const id = await harness.submit({ serverId, plan: operationPlan() });
  await harness.awaitingDecision(id, 120);
  expect(await server.failure(id)).toMatchObject({
    cause: expect.stringMatching(`^nginx rejects ${DROP_IN}, line 3: `) as string,
    hint: expect.stringContaining('Correct this line') as string,
  });
  expect([await content(), await serves()]).toEqual(['# mine', '200']);
  await server.exec('nginx -t -q && systemctl restart nginx');

  expect(await server.decide(id, { action: 'retry' })).toMatchObject({ status: 'awaiting_decision' });
  expect(await content()).toBe('# mine');

  await server.exec(`echo 'return 204;' >${INCLUDED}`);
  expect(await server.decide(id, { action: 'retry' })).toMatchObject({ status: 'completed' });
  expect(await content()).toBe(TEXT.trim());
  await expect.poll(() => server.exec("curl -s -o /dev/null -w '%{http_code}' 127.0.0.1:8001")).toBe('204');
}, 300_000);
