import type { Plan, PlannedState } from '@milepost/contract/plan';
import { completeScript } from '@milepost/packages-core/dsl/plan/stored-libraries';
import type { Host } from '@milepost/packages-core/engine/host';
import { withReconnect } from '@milepost/packages-core/engine/connection/with-reconnect';
import type { HostConnector } from '@milepost/packages-core/engine/connection/with-reconnect';

interface LeftoverQuery {
  connector: HostConnector;
  operationId: string;
  plan: Plan;
}

const TIMEOUT_SECONDS = 10;
const MAX_BYTES = 4096;
/** A longer list would not help. */
const MAX_LEFTOVERS = 12;

/**
 * What an install that does not complete leaves on its server, in a few words each: "nginx is half installed (dpkg: half-configured)".
 * Covers only states that it began to apply and that were not undone. Null where a state cannot be checked. Changes nothing.
 * Throws HostError when the server cannot be used.
 */
export function findLeftovers({ operationId, ...query }: LeftoverQuery): Promise<string[] | null> {
  return inspectStates(query, (place) => ({ captured: `${operationId}:${place}` }));
}

/** Whether nothing of a package is installed, no matter who installed it. Null where a state cannot be checked. */
export async function isAbsent(query: Omit<LeftoverQuery, 'operationId'>): Promise<boolean | null> {
  const found = await inspectStates(query, () => ({ captured: null }));
  return found && found.length === 0;
}

/** `how` is asked with "MILESTONE.STATE". */
async function inspectStates(
  { connector, plan }: Omit<LeftoverQuery, 'operationId'>,
  captureOf: (name: string) => { captured: string | null },
): Promise<string[] | null> {
  const inspected = plan.milestones.flatMap(({ id, states }) =>
    states.map((state, index) => ({ state, ...captureOf(`${id}.${index + 1}`) })),
  );
  const found = await withReconnect(connector, async (host) => {
    if (!host.cachedSpool()) await host.spool(); // moves the captures of an earlier version to where they are expected
    return Promise.all(
      inspected.map(({ state, captured }) =>
        inspectState(host, state, { libraries: plan.libraries, captured, signal: connector.signal }),
      ),
    );
  });
  const known = found.filter((leftovers) => leftovers !== null);
  return known.length < found.length ? null : [...new Set(known.flat())].slice(0, MAX_LEFTOVERS);
}

interface ReadOptions {
  libraries: Plan['libraries'];
  /** Null: as if nothing had been there before. */
  captured: string | null;
  signal: AbortSignal;
}

async function inspectState(
  host: Host,
  state: PlannedState,
  { libraries, captured, signal }: ReadOptions,
): Promise<string[] | null> {
  const script = leftoverScript(state, libraries);
  if (script === null) return [];
  const bounds = { timeoutSeconds: TIMEOUT_SECONDS, maxBytes: MAX_BYTES, signal };
  const { exitCode, stdout } =
    captured === null
      ? await host.read(`MP_CAPTURE_FILE=/dev/null\n${script}`, bounds)
      : await host.read(`[ -e "$MP_CAPTURE_FILE" ] || exit 0\n${script}`, { ...bounds, captured });
  if (exitCode !== 0) return null;
  return stdout
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
}

const CANNOT_TELL = 'exit 1';

/** Null where the state changes nothing. A check that does not hold says little: something may be there that is not as it should be. */
function leftoverScript(
  { listLeftovers, check, result, undo }: PlannedState,
  libraries: Plan['libraries'],
): string | null {
  if (listLeftovers) return completeScript(libraries, listLeftovers);
  if (undo === null) return null;
  if (!check || result === undefined || check.secrets.length > 0) return CANNOT_TELL;
  return `( ${completeScript(libraries, check)}\n) >/dev/null 2>&1
case $? in 0) printf '%s\\n' '${result.replaceAll("'", `'\\''`)}' ;; *) exit 1 ;; esac`;
}
