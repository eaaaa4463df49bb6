import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { NGINX } from '../../definitions/web/nginx';
import { StateHarness } from '../../dsl/testing/state-harness';
import { service } from '../../dsl/services/service';
import { sh } from '../../dsl/sh';
import * as file from '../file/files';
import { current } from './configuration';
import { accepts } from './control';

const server = new StateHarness(inject('labServers')[0]!);
afterAll(() => server.end());

const FILES = ['/etc/nginx/conf.d/first.conf', '/etc/nginx/conf.d/second.conf'] as const;
const answering = (port: number, text: string) =>
  `server {\n  listen 127.0.0.1:${port};\n  location / { return 200 "${text}"; }\n}\n`;
const BROKEN = 'server {\n  listen 127.0.0.1:8001;\n  unheard_of 80;\n}\n';

/** A step that writes two files and has nginx read them. */
const step = (first: string, second: string) => [
  file.content(FILES[0], first),
  file.content(FILES[1], second),
  accepts(NGINX)!,
  current('nginx', { configFiles: ['/etc/nginx/**'], onChange: 'reload', reloadStartsProcesses: true }),
];
const answer = (port: number) => server.run(`curl -sS --max-time 5 127.0.0.1:${port}`);
const files = () => server.run(`cat ${FILES.join(' ')}; ls /etc/nginx/conf.d`);
const workers = () => server.run("pgrep -f 'nginx: worker'");

beforeAll(async () => {
  await server.run(
    'export DEBIAN_FRONTEND=noninteractive; apt-get -qq update; apt-get -qqy install --no-install-recommends nginx curl; systemctl start nginx',
  );
}, 300_000);

test('a broken file is put back with what else the step wrote, and the service runs on with the former ones', async () => {
  await expect(server.bringAbout(step(answering(8001, 'one'), BROKEN))).rejects.toThrow(
    /"phase":"apply","exitCode":5[^]*unknown directive "unheard_of" in \/etc\/nginx\/conf\.d\/second\.conf:3/,
  );
  expect(await server.run('ls /etc/nginx/conf.d')).toBe('');

  await server.bringAbout(step(answering(8001, 'one'), answering(8002, 'two')));
  await expect.poll(() => answer(8001)).toBe('one');
  const [before, processes] = [await files(), await workers()];
  await expect(server.bringAbout(step(answering(8001, 'three'), BROKEN))).rejects.toThrow('second.conf:3');
  expect([await files(), await workers()]).toEqual([before, processes]);
  expect(await server.run('nginx -t -q && echo accepted')).toBe('accepted');
  expect([await answer(8001), await answer(8002)]).toEqual(['one', 'two']);
});

test('a retry with the right input works', async () => {
  await server.bringAbout(step(answering(8001, 'three'), answering(8002, 'four')));
  await expect.poll(() => answer(8001)).toBe('three');
  expect(await answer(8002)).toBe('four');
});

test('what the step did not have to write stays', async () => {
  const other = service('nginx', { validate: sh`echo 'line 7 is wrong' >&2; false` });
  const states = [file.content(FILES[0], answering(8001, 'three')), accepts(other)!];
  await expect(server.bringAbout(states)).rejects.toThrow('line 7 is wrong');
  expect(await server.run(`cat ${FILES[0]}`)).toBe(answering(8001, 'three').trim());
});
