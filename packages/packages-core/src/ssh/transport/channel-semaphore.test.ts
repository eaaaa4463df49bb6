import { expect, test } from 'vitest';
import { ChannelSemaphore } from './channel-semaphore';

const { signal } = new AbortController();
const settled = () => new Promise((resolve) => setImmediate(resolve));

/** Enters so many at once; `places` fills as they get in. */
async function crowd(gate: ChannelSemaphore, count: number, until = signal) {
  const places: Awaited<ReturnType<ChannelSemaphore['acquire']>>[] = [];
  for (let i = 0; i < count; i++)
    gate.acquire(until).then(
      (place) => places.push(place),
      () => undefined,
    );
  await settled();
  return places;
}

test('lets six in, and one more for each that leaves, in order', async () => {
  const gate = new ChannelSemaphore();
  const places = await crowd(gate, 9);
  expect(places).toHaveLength(6);
  places[0]?.release();
  places[0]?.release();
  await settled();
  expect(places).toHaveLength(7);
  for (const place of places.splice(0)) place.release();
  await settled();
  expect(places).toHaveLength(2);
});

test('learns from a refusal to ask for fewer, and never for none', async () => {
  const gate = new ChannelSemaphore();
  const places = await crowd(gate, 8);
  places[5]?.refused();
  places[4]?.refused();
  for (const place of places.slice(0, 5)) place.release();
  await settled();
  expect(places.length).toBeLessThan(8 + 1);
  for (const place of places) {
    place.refused();
    place.release();
  }
  await settled();
  for (const place of places) place.release();
  expect(await crowd(gate, 2)).toHaveLength(1);
});

test('forgets who no longer wants to come in', async () => {
  const gate = new ChannelSemaphore();
  const inside = await crowd(gate, 6);
  const onAbort = new AbortController();
  const gone = await crowd(gate, 2, onAbort.signal);
  const waiting = await crowd(gate, 1);
  onAbort.abort(new Error('shutting down'));
  inside[0]?.release();
  await settled();
  expect(gone).toHaveLength(0);
  expect(waiting).toHaveLength(1);
});
