import type { NotificationAudience } from '../generated/client';

/** One channel for all: a notice carries IDs only, and its receiver reads the rows. */
export const CHANNEL = 'milepost_live';

/** PostgreSQL refuses 8,000 bytes. */
const PAYLOAD_BYTES = 7_500;

/** What changed. */
export interface Changes {
  operationIds: Set<string>;
  serverIds: Set<string>;
  /** Who has new general notifications. */
  audiences: Set<NotificationAudience>;
  /** Checks of plans that have come further. */
  planCheckIds: Set<string>;
  /** The number of live workers; never sent, each listener sees it in the rows. */
  workers: boolean;
}

export const noChanges = (): Changes => ({
  operationIds: new Set(),
  serverIds: new Set(),
  audiences: new Set(),
  planCheckIds: new Set(),
  workers: false,
});

export const isEmpty = ({
  operationIds,
  serverIds,
  audiences,
  planCheckIds,
}: Omit<Changes, 'workers'>): boolean =>
  operationIds.size + serverIds.size + audiences.size + planCheckIds.size === 0;

/** The payloads for all the changes: words such as "o<operation id>", "s<server id>", "n<audience>" and "p<plan check id>". */
export function toPayloads({
  operationIds,
  serverIds,
  audiences,
  planCheckIds,
}: Omit<Changes, 'workers'>): string[] {
  const words = [
    ...[...operationIds].map((id) => `o${id}`),
    ...[...serverIds].map((id) => `s${id}`),
    ...[...audiences].map((audience) => `n${audience}`),
    ...[...planCheckIds].map((id) => `p${id}`),
  ];
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

/** The changes in a payload; words of an unknown kind are ignored. */
export function fromPayload(payload: string): Changes {
  const changes = noChanges();
  for (const word of payload.split(' ')) {
    if (word.startsWith('o')) changes.operationIds.add(word.slice(1));
    else if (word.startsWith('s')) changes.serverIds.add(word.slice(1));
    else if (word.startsWith('p')) changes.planCheckIds.add(word.slice(1));
    else if (word === 'neveryone' || word === 'nowners')
      changes.audiences.add(word.slice(1) as NotificationAudience);
  }
  return changes;
}
