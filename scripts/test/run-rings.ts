import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { Preparation } from './preparation';
import type { RingResult } from './ring-result';
import type { Ring } from './rings';

/** Runs the rings one after the other; what the later ones need is got meanwhile. */
export async function runRings(rings: Ring[], preparation: Preparation): Promise<RingResult[]> {
  for (const ring of rings) void ring.need(preparation);
  const reports = await mkdtemp(path.join(os.tmpdir(), 'milepost-reports-'));
  const results: RingResult[] = [];
  try {
    for (const ring of rings) results.push(await runRing(ring, preparation, reports));
  } finally {
    await rm(reports, { recursive: true, force: true });
  }
  return results;
}

async function runRing(ring: Ring, preparation: Preparation, reports: string): Promise<RingResult> {
  const reason = await ring.need(preparation);
  if (reason !== null) return { kind: 'could_not_run', ring: ring.name, reason, seconds: 0 };
  console.log(`\n── ${ring.name} ${'─'.repeat(60 - ring.name.length)}`);
  const began = Date.now();
  try {
    const counts = await ring.run(reports);
    const seconds = (Date.now() - began) / 1000;
    const empty = counts.passed + counts.failed + counts.skipped === 0;
    if (empty) return { kind: 'could_not_run', ring: ring.name, reason: 'it has no tests', seconds };
    return { kind: 'ran', ring: ring.name, ...counts, seconds };
  } catch (error) {
    // The runner broke before it could write its report.
    console.error(error);
    return {
      kind: 'ran',
      ring: ring.name,
      passed: 0,
      failed: 1,
      skipped: 0,
      seconds: (Date.now() - began) / 1000,
    };
  }
}
