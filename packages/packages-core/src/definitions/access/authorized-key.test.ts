import { installationRow } from '../../dsl/conformance/sample-installations';
import { testPlans, testRefusals } from '../../dsl/testing/table';
import authorizedKey from './authorized-key';
import systemUser from './system-user';

const parent = installationRow(systemUser, { name: 'deploy' });
const keyOf = (letter: string, comment: string) =>
  `ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAI${letter.repeat(43)}${comment}`; // cspell:ignore AAAAC AAAAI
const KEY = keyOf('x', ' ann@laptop');
const OTHER = keyOf('y', ' ann@desk');
const LAPTOP = { name: 'laptop of Ann', key: KEY };
const checked = { 'Checking the system': ['sshd -T -C user=deploy'] };
const verified = { 'Verifying installation': ["look for the key in deploy's authorized_keys"] };

testPlans(
  authorizedKey,
  [
    {
      name: 'adding',
      kind: 'install',
      input: LAPTOP,
      plan: {
        ...checked,
        'Creating key laptop of Ann': [`add to deploy's authorized_keys: ${KEY}`],
        ...verified,
      },
    },
    {
      name: 'another key replaces it',
      kind: 'install',
      input: { ...LAPTOP, key: OTHER },
      installed: LAPTOP,
      plan: {
        ...checked,
        'Creating key laptop of Ann': [
          `add to deploy's authorized_keys: ${OTHER}`,
          "remove the key from deploy's authorized_keys",
        ],
        ...verified,
      },
    },
    {
      name: 'another comment is the same key',
      kind: 'install',
      input: { ...LAPTOP, key: keyOf('x', '') },
      installed: LAPTOP,
      plan: {
        ...checked,
        'Creating key laptop of Ann': [`add to deploy's authorized_keys: ${keyOf('x', '')}`],
        ...verified,
      },
    },
    {
      name: 'removing',
      kind: 'uninstall',
      input: {},
      installed: LAPTOP,
      plan: {
        'Removing key laptop of Ann': ["remove the key from deploy's authorized_keys"],
        'Verifying removal': ["look for the key in deploy's authorized_keys"],
      },
    },
  ],
  { parent },
);

const MESSAGE = 'Public key must be the line of a .pub file, such as “ssh-ed25519 AAAA… ann@laptop”.';
testRefusals(authorizedKey, [
  ...[
    'ssh-ed25519',
    `from="*" ${KEY}`,
    '-----BEGIN OPENSSH PRIVATE KEY-----',
    `# ${KEY}`,
    `command="id" ${KEY}`,
  ].map((key) => ({ input: { ...LAPTOP, key }, messages: { key: MESSAGE } })),
  { input: { ...LAPTOP, name: ' ' }, messages: { name: 'Name must not begin or end with a space.' } },
  { input: { ...LAPTOP, key: `${KEY}\n${OTHER}` }, messages: { key: 'Public key must be one line.' } },
]);
