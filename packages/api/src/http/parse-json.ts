import { requestErrorMessage } from '@milepost/contract/messages/errors/request-errors';
import { TRPCError } from '@trpc/server';
import type { z } from 'zod';

/** What PostgreSQL cannot store: NUL characters and halves of surrogate pairs. */
const UNSTORABLE = /[\0\p{Cs}]/u;

/**
 * Reads the JSON body of a request that `refusal` let through.
 *
 * @throws TRPCError UNSUPPORTED_MEDIA_TYPE, BAD_REQUEST with a sentence for each field
 */
export async function parseJson<T>(request: Request, schema: z.ZodType<T>): Promise<T> {
  if (!/^application\/json\b/i.test(request.headers.get('content-type') ?? ''))
    throw new TRPCError({
      code: 'UNSUPPORTED_MEDIA_TYPE',
      message: requestErrorMessage({ code: 'content_type_not_json' }),
    });
  const body = jsonOf(await request.text());
  const { data, error } = schema.safeParse(body);
  if (error) throw new TRPCError({ code: 'BAD_REQUEST', cause: error });
  if (Object.values(data as object).some((value) => typeof value === 'string' && UNSTORABLE.test(value)))
    throw bad('characters_not_storable');
  return data;
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw bad('body_not_json');
  }
}

const bad = (code: 'body_not_json' | 'characters_not_storable'): TRPCError =>
  new TRPCError({ code: 'BAD_REQUEST', message: requestErrorMessage({ code }) });
