import { mkdir, readlink } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { shellWith } from '../../dsl/testing/fake-commands';
import { runState } from '../../dsl/testing/run-state';
import { testFolder } from '../../dsl/testing/test-folder';
import { expectThereAndBack, stateViolations } from '../../dsl/testing/there-and-back';
import * as certbot from './certbot';

const folder = testFolder();
const at = (...names: string[]) => join(folder.home, ...names);

describe('certbot', () => {
  const REQUEST = {
    directory: 'https://acme.example/directory',
    email: 'ann@example.org',
    domains: ['example.org', 'www.example.org'],
    webroot: '/var/www/html',
    keyType: 'ecdsa',
  } as const;

  /** certbot that writes what it was asked for into its folder; its Python reads that back. */
  const CERTBOT = String.raw`
dir=$HOME_OF_TEST/letsencrypt; name=''; names=''; verb=$4; type=''; root=''
while [ "$#" -gt 0 ]; do case $1 in --cert-name) name=$2 ;; --domain) names="$names $2" ;; --key-type) type=$2 ;; --webroot-path) root=$2 ;; esac; shift; done
case $verb in
  certonly)
    mkdir -p "$dir/live/$name" "$dir/archive/$name" "$dir/renewal"
    n=$(($(ls "$dir/archive/$name" | wc -l) + 1))
    { echo "$(($(date +%s) + 7776000))"; echo "$type"; printf '%s\n' $names | sort; } >"$dir/archive/$name/fullchain$n.pem"
    ln -sfn "../../archive/$name/fullchain$n.pem" "$dir/live/$name/fullchain.pem"
    for n in $names; do echo "$n = $root"; done >"$dir/renewal/$name.conf" ;;
  delete) rm -r "$dir/live/$name" "$dir/archive/$name" "$dir/renewal/$name.conf" ;;
esac`;
  const shell = async (captured = '') => {
    const python = 'for last; do :; done; cat "$last"';
    const fakes = await shellWith(folder.home, { certbot: CERTBOT, python3: python }, { captured });
    const here = `mp_letsencrypt=${at('letsencrypt')}\n`;
    return (script: string, secrets: Record<string, string>) =>
      fakes(`${here}${script.replaceAll('/etc/letsencrypt', at('letsencrypt'))}`, secrets);
  };

  test('a certificate is there and gone', async () => {
    await mkdir(at('letsencrypt'));
    await expectThereAndBack(certbot.certificate(REQUEST), { shell });
  });

  test('another name is added, and taken back', async () => {
    await mkdir(at('letsencrypt'));
    const one = runState(certbot.certificate({ ...REQUEST, domains: ['example.org'] }), {
      shell: await shell(),
    });
    await one.apply();
    await expectThereAndBack(certbot.certificate(REQUEST), { shell });
    expect(await one.check()).toBe(0);
    expect(await readlink(at('letsencrypt/live/example.org/fullchain.pem'))).toBe(
      '../../archive/example.org/fullchain1.pem',
    );
    const gone = runState(certbot.absent('example.org'), { shell: await shell() });
    expect([await gone.check(), (await gone.apply()).exitCode, await gone.check()]).toEqual([1, 0, 0]);
    expect(stateViolations(certbot.absent('example.org'))).toEqual([]);
  });

  test('a certificate that is renewed from another directory is requested anew', async () => {
    await runState(certbot.certificate(REQUEST), { shell: await shell() }).apply();
    await expectThereAndBack(certbot.certificate({ ...REQUEST, webroot: '/srv/www' }), { shell });
    expect(await runState(certbot.certificate(REQUEST), { shell: await shell() }).check()).toBe(0);
  });

  test('how long a certificate is good for is found out', async () => {
    const valid = async (days: number) =>
      runState(certbot.valid('example.org', { days }), { shell: await shell() });
    expect((await (await valid(1)).apply()).output).toBe('There is no certificate example.org.\n');
    await runState(certbot.certificate(REQUEST), { shell: await shell() }).apply();
    expect(await (await valid(89)).check()).toBe(0);
    expect((await (await valid(91)).apply()).output).toMatch(
      /^The certificate example\.org ends on \d{4}-\d\d-\d\d\.\n$/,
    );
  });

  test.each([
    { domains: ['*.example.org'] },
    { domains: ['-x.org'] },
    { domains: [] },
    { email: '--help@x' },
    { directory: 'http://x' },
    { webroot: 'x' },
  ])('%j is refused', (wrong) => {
    expect(() => certbot.certificate({ ...REQUEST, ...wrong })).toThrow(/^(Not|A certificate)/);
  });
});
