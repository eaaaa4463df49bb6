import type { LiveUpdate } from '@milepost/api/views';

/** An update as it lies in the stream. */
export type RawUpdate = Pick<LiveUpdate, 'operations'>;

/** Reads the updates of a live stream until it is closed. */
export async function* readUpdates(response: Response): AsyncGenerator<RawUpdate, void, void> {
  if (!response.ok || !response.body) throw new Error(`The stream answered ${response.status}`);
  let rest = '';
  const decoder = new TextDecoder();
  for await (const bytes of response.body as unknown as AsyncIterable<Uint8Array>) {
    const messages = (rest + decoder.decode(bytes, { stream: true })).split('\n\n');
    rest = messages.pop() ?? '';
    for (const message of messages) {
      const data = message.split('\n').find((line) => line.startsWith('data: {'));
      const update = data && (JSON.parse(data.slice('data: '.length)) as Partial<RawUpdate>);
      if (update && update.operations) yield { operations: update.operations };
    }
  }
}
