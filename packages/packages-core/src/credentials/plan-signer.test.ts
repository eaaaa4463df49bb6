import { generateSealingKeys } from './generate';
import { expect, test } from 'vitest';
import { createPlanSigner } from './plan-signer';

const { privateKey } = await generateSealingKeys();
const signer = createPlanSigner(privateKey);
const plan = { operationId: 'o', serverId: 's', planHash: 'h' };
const mac = signer.sign(plan);

test('a signature holds for its operation, server and plan', () => {
  expect(mac).toHaveLength(32);
  expect(signer.isSigned(plan, mac)).toBe(true);
  expect(createPlanSigner(privateKey).isSigned(plan, mac)).toBe(true);
});

test.each([
  ['another operation', { operationId: 'p' }],
  ['another server', { serverId: 't' }],
  ['another plan', { planHash: 'i' }],
  ['parts that are cut elsewhere', { operationId: 'os', serverId: '' }],
])('a signature does not hold for %s', (_what, change) => {
  expect(signer.isSigned({ ...plan, ...change }, mac)).toBe(false);
});

test('no signature, another one, and one by another key do not hold', async () => {
  expect(signer.isSigned(plan, null)).toBe(false);
  expect(signer.isSigned(plan, new Uint8Array())).toBe(false);
  expect(
    signer.isSigned(
      plan,
      mac.map((byte, index) => (index === 0 ? byte ^ 1 : byte)),
    ),
  ).toBe(false);
  const other = await generateSealingKeys();
  expect(signer.isSigned(plan, createPlanSigner(other.privateKey).sign(plan))).toBe(false);
});
