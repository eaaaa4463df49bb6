/** One channel for all: a notice carries ids only, and whoever is told reads the rows. */
export const CHANNEL = 'milepost_live';

/** PostgreSQL refuses 8,000 bytes. */
const PAYLOAD_BYTES = 7_500;

/** What changed. */
export interface Changes {
  operationIds: Set<string>;
  serverIds: Set<string>;
}

export const noChanges = (): Changes => ({ operationIds: new Set(), serverIds: new Set() });

/** The payloads that tell of all the changes: words such as "o<operation id>" and "s<server id>". */
export function toPayloads({ operationIds, serverIds }: Changes): string[] {
  const words = [...[...operationIds].map((id) => `o${id}`), ...[...serverIds].map((id) => `s${id}`)];
  const payloads: string[] = [];
  for (const word of words) {
    const last = payloads.at(-1);
    if (last === undefined || Buffer.byteLength(last) + 1 + Buffer.byteLength(word) > PAYLOAD_BYTES) {
      payloads.push(word);
    } else {
      payloads[payloads.length - 1] = `${last} ${word}`;
    }
  }
  return payloads;
}

/** What a payload tells; words of a kind that is not known are passed over. */
export function fromPayload(payload: string): Changes {
  const changes = noChanges();
  for (const word of payload.split(' ')) {
    if (word.startsWith('o')) changes.operationIds.add(word.slice(1));
    else if (word.startsWith('s')) changes.serverIds.add(word.slice(1));
  }
  return changes;
}
