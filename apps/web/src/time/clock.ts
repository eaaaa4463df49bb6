/**
 * The server's clock as this browser sees it. Durations tick from the server's timestamps, so a laptop that is
 * minutes wrong would count from the wrong moment; every answer's Date header says by how much.
 */
let offset = 0;

/** Milliseconds since the epoch, by the server's clock. */
export function serverNow(): number {
  return Date.now() + offset;
}

/** Takes the `Date` header of an answer. Its resolution is a second, so less than two are left alone. */
export function noteServerDate(header: string | null): void {
  const serverTime = header === null ? Number.NaN : Date.parse(header);
  if (Number.isNaN(serverTime)) return;
  const difference = serverTime + 500 - Date.now();
  offset = Math.abs(difference) < 2_000 ? 0 : difference;
}
