import type { LiveUpdate } from '../views/views';

export interface Message {
  event: string;
  id: string | null;
  data: string;
}

/** Reads an event stream message by message. */
export async function* readMessages(response: Response): AsyncGenerator<Message, void, void> {
  if (!response.body) throw new Error('An answer without a body');
  let rest = '';
  const decoder = new TextDecoder();
  for await (const bytes of response.body as unknown as AsyncIterable<Uint8Array>) {
    const parts = (rest + decoder.decode(bytes, { stream: true })).split('\n\n');
    rest = parts.pop() ?? '';
    yield* parts.map(parseMessage);
  }
}

function parseMessage(text: string): Message {
  const fields = new Map(
    text.split('\n').map((line) => {
      const at = line.indexOf(':');
      return [line.slice(0, at), line.slice(at + 1).trimStart()] as const;
    }),
  );
  return {
    event: fields.get('event') ?? 'message',
    id: fields.get('id') ?? null,
    data: fields.get('data') ?? '',
  };
}

/** The live update of a message. */
export function updateOf({ data }: Message): LiveUpdate {
  return JSON.parse(data) as LiveUpdate;
}
