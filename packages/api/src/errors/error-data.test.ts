import { TRPCError } from '@trpc/server';
import { DatabaseError } from '@milepost/db/errors';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { AppError } from './app-error';
import { errorData } from './error-data';
import { toTrpcError } from './to-trpc-error';

const dataOf = (error: unknown) => errorData(toTrpcError(error));

test('an error of ours: its code, its public sentence, its fields, nothing internal', () => {
  const error = new AppError('CONFLICT', 'There is a server named web-1 already.', {
    fields: { name: 'Taken.' },
    internal: 'servers_name_key',
  });
  expect(dataOf(error)).toEqual({
    code: 'CONFLICT',
    message: 'There is a server named web-1 already.',
    fields: { name: 'Taken.' },
  });
  expect(toTrpcError(error).message).toBe('servers_name_key');
});

test('what the rows refuse', () => {
  const error = new DatabaseError({
    ...{ code: 'already_decided', by: 'ada@example.com', action: 'retry' },
    at: '2026-11-30T10:00:00.000Z',
  });
  expect(dataOf(error)).toEqual({ code: 'CONFLICT', message: 'ada@example.com decided before you: retry.' });
});

test('what another operation is in the way of, with that operation', () => {
  const error = new DatabaseError({
    ...{
      code: 'operation_open',
      operationId: 'o-1',
      title: 'Install nginx',
      status: 'paused',
      outcome: null,
    },
  });
  expect(dataOf(error)).toEqual({
    code: 'CONFLICT',
    message: '“Install nginx” is paused: resume it and wait for it, or cancel it.',
    operationId: 'o-1',
  });
});

test('a form: one sentence a field', () => {
  const schema = z.object({
    port: z.number('The port is a number.'),
    login: z.object({ password: z.string('Missing.') }),
  });
  const { error } = schema.safeParse({ port: 'x', login: {} });
  const wrapped = new TRPCError({ code: 'BAD_REQUEST', cause: error });
  expect(dataOf(wrapped)).toEqual({
    code: 'BAD_REQUEST',
    message: '2 fields need to be corrected.',
    fields: { port: 'The port is a number.', 'login.password': 'Missing.' },
  });
});

test.each([
  new Error('password=hunter2'),
  'hunter2',
  new TRPCError({ code: 'INTERNAL_SERVER_ERROR', message: 'hunter2' }),
])('an unforeseen error gets an id and tells nothing else', (error) => {
  const data = dataOf(error);
  expect(data.code).toBe('INTERNAL_SERVER_ERROR');
  expect(data.message).toMatch(
    /^Something went wrong on our side\. The log has the details under [0-9a-f]{8}\.$/,
  );
  expect(JSON.stringify(data)).not.toContain('hunter2');
});
