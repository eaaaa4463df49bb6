import type { Host } from '@milepost/packages-core/engine/host';
import { FACT_BYTES, FACT_SECONDS } from '@milepost/packages-core/dsl/facts/fact';
import type { FactRead } from '@milepost/packages-core/dsl/facts/read-facts';
import { forEachConcurrently } from '../inspections/for-each-concurrently';

/** One per channel of a connection. */
const CONCURRENT_READS = 6;
/** The server counts from before the script has arrived: one round trip. */
const SENDING_SECONDS = 5;

/** What each read prints on a server, by its key. One that fails or takes too long is left out. Changes nothing. Throws HostError. */
export async function readFacts(
  host: Host,
  reads: readonly FactRead[],
  signal: AbortSignal,
): Promise<Record<string, string>> {
  const outputs: Record<string, string> = {};
  const bounds = { timeoutSeconds: FACT_SECONDS + SENDING_SECONDS, maxBytes: FACT_BYTES, signal };
  await forEachConcurrently(reads, CONCURRENT_READS, async ({ key, command }) => {
    const { exitCode, stdout } = await host.read(command, { secrets: {}, ...bounds });
    if (exitCode === 0) outputs[key] = stdout;
  });
  return outputs;
}
