import { describe, expect, test } from 'vitest';
import { mirrorHosts, parseMirror, sourcesList } from './mirror';
import { proxyAllow, proxyConfig } from './proxy';
import { networkOf } from '../network';

const archive = 'http://mirror.example/debian';
const security = 'http://security.example/debian-security';

describe('the host’s mirror', () => {
  test.each([
    [[`${archive}/`, `${security}/`], { archive, security }],
    [[`${security}/`, `${archive}/`, 'https://other.example/nodesource/'], { archive, security }],
    [[`${archive}/`], { archive }],
    [['https://mirror.example/debian'], { archive: 'https://mirror.example/debian' }],
    [['http://mirror.example/ubuntu/'], undefined],
    [['file:/srv/debian/'], undefined],
    [[''], undefined],
  ])('from %j', (uris, expected) => {
    expect(parseMirror(uris)).toEqual(expected);
  });

  test('becomes a server’s sources', () => {
    expect(sourcesList({ archive, security }, 'trixie').split('\n')).toEqual([
      `deb ${archive} trixie main`,
      `deb ${archive} trixie-updates main`,
      `deb ${security} trixie-security main`,
      '',
    ]);
    expect(sourcesList({ archive }, 'trixie')).not.toContain('security');
  });

  test('is all that the proxy lets through', () => {
    expect(mirrorHosts({ archive, security })).toEqual(['mirror.example', 'security.example']);
    expect(proxyAllow({ archive, security })).toBe('^mirror\\.example$\n^security\\.example$\n');
    const config = proxyConfig(networkOf('10.86.7'), { archive });
    expect(config).toContain('Listen 10.86.7.1\n');
    expect(config).toContain('Allow 10.86.7.0/24\n');
    expect(config).toContain('FilterDefaultDeny Yes\n');
    expect(config).toContain('ConnectPort 0\n');
  });
});
