import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { fromPayload, noChanges, toPayloads } from './channel';

test('nothing changed: nothing to tell', () => {
  expect(toPayloads(noChanges())).toEqual([]);
});

test('what is published is received, in as many payloads as PostgreSQL accepts', () => {
  const operationIds = new Set(Array.from({ length: 400 }, () => randomUUID()));
  const serverIds = new Set(['web-1', 'web-2']);
  const planCheckIds = new Set(['one']);
  const audiences = new Set(['owners'] as const);
  const payloads = toPayloads({ operationIds, serverIds, audiences, planCheckIds });
  expect(payloads.length).toBe(3);
  for (const payload of payloads) expect(Buffer.byteLength(payload)).toBeLessThanOrEqual(7_500);
  const heard = payloads.map(fromPayload);
  expect(new Set(heard.flatMap((changes) => [...changes.operationIds]))).toEqual(operationIds);
  expect(new Set(heard.flatMap((changes) => [...changes.serverIds]))).toEqual(serverIds);
  expect(heard.flatMap((changes) => [...changes.audiences])).toEqual(['owners']);
  expect(heard.flatMap((changes) => [...changes.planCheckIds])).toEqual(['one']);
});

test('words of a kind that a newer process may send are passed over', () => {
  expect(fromPayload('o1 x2 s3 nnobody')).toEqual({
    ...noChanges(),
    operationIds: new Set(['1']),
    serverIds: new Set(['3']),
  });
});
