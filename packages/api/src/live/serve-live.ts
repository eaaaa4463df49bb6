import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { getTRPCErrorFromUnknown, getTRPCErrorShape } from '@trpc/server';
import type { TrackedEnvelope } from '@trpc/server';
import superjson from 'superjson';
import type { Feed } from '@milepost/db/live/feed';
import { createContext } from '../create-context';
import type { Dependencies } from '../dependencies';
import { AppError } from '../errors/app-error';
import { logError } from '../errors/log-error';
import { toTrpcError } from '../errors/to-trpc-error';
import { appRouter } from '../router';
import { createCallerFactory } from '../trpc';
import type { LiveUpdate } from '../views';

const createCaller = createCallerFactory(appRouter);
const PROCEDURE = { path: 'live.follow', type: 'subscription' } as const;

/** "no-transform": compressed, messages would wait for each other. */
const HEADERS = {
  'content-type': 'text/event-stream',
  'cache-control': 'no-cache, no-transform',
  'x-accel-buffering': 'no',
};
/** A beat comes every 15 s. */
const CLIENT = { reconnectAfterInactivityMs: 40_000 };

/**
 * Answers `live.follow` on Node's own request and response, in the event stream that tRPC's client reads. A stream stays open for hours: in
 * tRPC's own adapter and a route handler of Next each kept 190 KB more, in web streams and what waits on them.
 * Resolves when the stream is over; never throws.
 */
export async function serveLive(
  dependencies: Dependencies,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  if (request.method !== 'GET') return void response.writeHead(405, { allow: 'GET' }).end();
  const shutdown = dependencies.shutdown.signal;
  const leaving = new AbortController();
  response.once('close', () => leaving.abort());
  response.writeHead(200, HEADERS);
  try {
    const updates = await follow(dependencies, request, leaving.signal);
    // Not before: whoever hears it takes the stream for one that works.
    response.write(encode({ event: 'connected', data: JSON.stringify(CLIENT) }));
    try {
      while (await passOn(updates, { response, leaving: leaving.signal, shutdown }));
    } finally {
      await updates.return();
    }
  } catch (cause) {
    // A reader who takes nothing while the process is asked to end hears nothing either.
    if (!leaving.signal.aborted && !response.writableNeedDrain)
      response.write(encode({ event: 'serialized-error', data: problem(dependencies, cause) }));
  }
  if (shutdown.aborted && response.writableNeedDrain)
    response.destroy(); // a reader who takes nothing is not waited for
  else response.end();
}

/** One message, if there is another. A loop around it would keep what it sent last until the next. */
async function passOn(updates: Updates, { response, leaving, shutdown }: Reader): Promise<boolean> {
  const { done, value } = await updates.next();
  if (done) return false;
  const [id, update] = value;
  const taken = response.write(encode({ id, data: serialized(update) }));
  // A reader who is slow is waited for: what comes meanwhile comes together.
  if (!taken) await once(response, 'drain', { signal: AbortSignal.any([leaving, shutdown]) });
  return true;
}

interface Reader {
  response: ServerResponse;
  /** Aborted when the reader leaves, and when the process is asked to end. */
  leaving: AbortSignal;
  shutdown: AbortSignal;
}

type Updates = Feed<TrackedEnvelope<LiveUpdate>>;

async function follow(dependencies: Dependencies, request: IncomingMessage, signal: AbortSignal) {
  const { headers, url = '/' } = request;
  const context = await createContext(dependencies, {
    headers: new Headers({ cookie: headers.cookie ?? '' }),
    method: 'GET',
  });
  const input = inputOf(new URL(url, dependencies.url));
  const [lastEventId = input.lastEventId] = [headers['last-event-id']].flat();
  const updates = await createCaller(context, { signal }).live.follow({ ...input, lastEventId });
  return updates as AsyncIterable<unknown> as Updates; // its type is what a client makes of it
}

type Input = Parameters<ReturnType<typeof createCaller>['live']['follow']>[0];

const NOTHING = {} as Input;

/** As tRPC's client writes it into the address; the procedure judges it. */
function inputOf({ searchParams }: URL): Input {
  try {
    return superjson.parse<Input | null>(searchParams.get('input') ?? '') ?? NOTHING;
  } catch {
    throw new AppError('BAD_REQUEST', 'The input of the stream cannot be read.');
  }
}

const serialized = (value: unknown): string => JSON.stringify(superjson.serialize(value));

function problem({ log }: Dependencies, cause: unknown): string {
  const error = toTrpcError(getTRPCErrorFromUnknown(cause));
  logError(log, { error, ...PROCEDURE });
  const config = appRouter._def._config;
  return serialized(getTRPCErrorShape({ config, error, ...PROCEDURE, input: undefined, ctx: undefined }));
}

interface Message {
  event?: string;
  id?: string;
  /** Without line breaks. */
  data: string;
}

const encode = (message: Message): string =>
  `${Object.entries(message)
    .map(([field, value]) => `${field}: ${value}\n`)
    .join('')}\n`;
