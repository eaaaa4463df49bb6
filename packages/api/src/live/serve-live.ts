import type { IncomingMessage, ServerResponse } from 'node:http';
import { getTRPCErrorFromUnknown, getTRPCErrorShape } from '@trpc/server';
import type { TrackedEnvelope } from '@trpc/server';
import type { PullIterator } from '@milepost/db/live/pull-iterator';
import type { Context } from '../trpc/context';
import { createContext } from '../trpc/create-context';
import type { Dependencies } from '../process/dependencies';
import { requestError } from '../errors/request-error';
import { logError } from '../errors/log-error';
import { toTrpcError } from '../errors/to-trpc-error';
import { appRouter } from '../router';
import { createCallerFactory } from '../trpc/trpc';
import type { LiveUpdate } from '../views/views';

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
  const closed = new AbortController();
  response.once('close', () => closed.abort());
  response.writeHead(200, HEADERS);
  let releaseStream: () => void = () => undefined;
  try {
    const context = await contextOf(dependencies, request);
    if (context.sessionId !== null) releaseStream = dependencies.requestLimits.openStream(context.sessionId);
    const updates = await follow(context, request, closed.signal);
    // Not before: a client takes the stream as working from here on.
    response.write(encode({ event: 'connected', data: JSON.stringify(CLIENT) }));
    try {
      while (await writeNext(updates, { response, closed: closed.signal, shutdown }));
    } finally {
      await updates.return();
    }
  } catch (cause) {
    // A reader who takes nothing while the process is asked to end hears nothing either.
    if (!closed.signal.aborted && !response.writableNeedDrain)
      response.write(encode({ event: 'serialized-error', data: serializeError(dependencies, cause) }));
  } finally {
    releaseStream();
  }
  if (shutdown.aborted && response.writableNeedDrain)
    response.destroy(); // a reader who takes nothing is not waited for
  else response.end();
}

/** One message, if there is another. A loop around it would keep what it sent last until the next. */
async function writeNext(updates: Updates, { response, closed, shutdown }: Reader): Promise<boolean> {
  const { done, value } = await updates.next();
  if (done) return false;
  const [id, update] = value;
  const written = response.write(encode({ id, data: JSON.stringify(update) }));
  // A reader who is slow is waited for: what comes meanwhile comes together.
  if (!written) await drained(response, [closed, shutdown]);
  return true;
}

/** Throws where one of the signals comes first. Not by a composite signal: `shutdown` would keep a reference to each. */
function drained(response: ServerResponse, signals: readonly AbortSignal[]): Promise<void> {
  return new Promise((resolve, reject) => {
    const settle = (error?: Error): void => {
      response.off('drain', settle);
      for (const signal of signals) signal.removeEventListener('abort', abort);
      if (error) reject(error);
      else resolve();
    };
    const abort = (): void => settle(new Error('The stream ends while its reader takes nothing'));
    response.once('drain', settle);
    for (const signal of signals) signal.addEventListener('abort', abort);
    if (signals.some(({ aborted }) => aborted)) abort();
  });
}

interface Reader {
  response: ServerResponse;
  /** Aborted when the reader leaves, and when the process is asked to end. */
  closed: AbortSignal;
  shutdown: AbortSignal;
}

type Updates = PullIterator<TrackedEnvelope<LiveUpdate>>;

function contextOf(dependencies: Dependencies, { headers }: IncomingMessage): Promise<Context> {
  return createContext(dependencies, {
    headers: new Headers({ cookie: headers.cookie ?? '' }),
    method: 'GET',
  });
}

async function follow(context: Context, request: IncomingMessage, signal: AbortSignal) {
  const { headers, url = '/' } = request;
  const input = inputOf(new URL(url, context.dependencies.url));
  const [lastEventId = input.lastEventId] = [headers['last-event-id']].flat();
  const updates = await createCaller(context, { signal }).live.follow({ ...input, lastEventId });
  return updates as AsyncIterable<unknown> as Updates; // its type is what a client makes of it
}

type Input = Parameters<ReturnType<typeof createCaller>['live']['follow']>[0];

const NOTHING = {} as Input;

/** As tRPC's client writes it into the address; the procedure validates it. */
function inputOf({ searchParams }: URL): Input {
  try {
    return (JSON.parse(searchParams.get('input') ?? '') as Input | null) ?? NOTHING;
  } catch {
    throw requestError('BAD_REQUEST', { code: 'stream_input_invalid' });
  }
}

function serializeError({ log }: Dependencies, cause: unknown): string {
  const error = toTrpcError(getTRPCErrorFromUnknown(cause));
  logError(log, { error, ...PROCEDURE });
  const config = appRouter._def._config;
  return JSON.stringify(getTRPCErrorShape({ config, error, ...PROCEDURE, input: undefined, ctx: undefined }));
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
