import { expect, test } from 'vitest';
import { checkPreconditions } from '../../dsl/preconditions';
import { installationRow } from '../../dsl/conformance/sample-installations';
import { testPlans, testRefusals } from '../../dsl/testing/table';
import certbot from './certbot';
import certificate, { filesOf } from './certificate';

const parent = installationRow(certbot, {
  ...{ email: 'ada@example.com', agree: true, directory: 'https://acme.example/dir' },
});
const shop = {
  ...{ domain: 'shop.example', aliases: ['www.shop.example', 'shop.example'] },
  ...{ webroot: '/srv/shop', keyType: 'rsa' },
};

testPlans(
  certificate,
  [
    {
      name: 'issuing',
      kind: 'install',
      input: shop,
      plan: {
        'Checking the system': ['look for /srv/shop'],
        'Creating certificate shop.example': [
          'certbot certonly --cert-name shop.example --key-type rsa --server https://acme.example/dir --email ada@example.com --webroot --webroot-path /srv/shop --domain shop.example --domain www.shop.example',
        ],
        'Verifying installation': ['look into the certificate shop.example'],
      },
    },
    {
      name: 'renewing',
      kind: 'renew',
      input: {},
      installed: shop,
      plan: {
        'Running the renewal': ['certbot renew --cert-name shop.example --force-renewal'],
        'Verifying installation': ['look into the certificate shop.example'],
      },
    },
    {
      name: 'removing keeps the certificate',
      kind: 'uninstall',
      input: {},
      installed: shop,
      plan: { 'Verifying removal': ['nothing is done to the certificate shop.example'] },
    },
    {
      name: 'deleting keeps a copy of it',
      kind: 'uninstall',
      input: { removeData: true },
      installed: shop,
      plan: {
        'Checking the system': [
          'look for /etc/letsencrypt/live/shop.example in the configuration of nginx and Apache',
        ],
        'Backing up the certificates': [
          'tar -czf /var/backups/milepost/certificate-shop.example-‹time›.tar.gz /etc/letsencrypt',
        ],
        'Removing certificate shop.example': ['certbot delete --cert-name shop.example'],
        'Verifying removal': ['look for /etc/letsencrypt/live/shop.example'],
      },
    },
  ],
  { parent },
);

testRefusals(certificate, [
  {
    input: { domain: '*.shop.example', aliases: ['-x.example'], webroot: '../srv', keyType: 'dsa' },
    messages: {
      'aliases.0': 'Domain must be a domain name, such as example.org.',
      domain: 'Domain must be a domain name, such as example.org.',
      keyType: 'Key must be one of ecdsa, rsa.',
      webroot: 'Web root must be an absolute path without spaces and without “..”.',
    },
  },
]);

test('an uninstall of Certbot is refused while Milepost has certificates of it', () => {
  const child = {
    ...{ packageId: certificate.id, title: 'certificate shop.example', parentId: 'issuer' },
    status: 'active' as const,
  };
  const problem = checkPreconditions({
    ...{ kind: 'uninstall', definition: certbot, installationId: 'issuer', facts: null, installed: [child] },
    findPackage: (id) => [certbot, certificate].find((each) => each.id === id),
  });
  expect(JSON.stringify(problem)).toContain('certificate shop.example');
});

test('a web server finds the files of a certificate by its first name', () => {
  expect(filesOf({ domain: 'shop.example' })).toEqual({
    chain: '/etc/letsencrypt/live/shop.example/fullchain.pem',
    key: '/etc/letsencrypt/live/shop.example/privkey.pem',
  });
});
