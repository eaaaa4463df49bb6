import type { Plan, PlannedCommand } from '@milepost/contract/plan';
import { completeScript } from '@milepost/packages-core/dsl/plan/stored-libraries';
import type { Host, ReadResult } from '@milepost/packages-core/engine/host';
import { redactText } from '@milepost/packages-core/engine/output/redact-text';

/** What a script may take. */
const CHECK_SECONDS = 10;
/** The server counts from before the script has arrived: one round trip. */
const SENDING_SECONDS = 5;
const MAX_BYTES = 8192;

export interface ReadContext {
  /** Of the plan. */
  libraries?: Plan['libraries'];
  secrets: Record<string, string>;
  /** Aborted when nobody waits for the answer any more: what has not begun does not begin. */
  signal: AbortSignal;
  /** What is kept of the output; 8 KiB when left out. */
  maxBytes?: number;
}

/** What a script of the plan that changes nothing prints, without the secrets: also not encoded, or in what else it lists. Throws HostError. */
export async function readCommand(
  host: Host,
  command: PlannedCommand,
  { libraries, secrets, signal, maxBytes = MAX_BYTES }: ReadContext,
): Promise<ReadResult> {
  const needed = Object.fromEntries(
    command.secrets.flatMap((name) => (name in secrets ? [[name, secrets[name] ?? '']] : [])),
  );
  const bounds = { timeoutSeconds: CHECK_SECONDS + SENDING_SECONDS, maxBytes, signal };
  const answer = await host.read(completeScript(libraries, command), { secrets: needed, ...bounds });
  const redact = (text: string): string => redactText(text, Object.values(secrets));
  return { ...answer, stdout: redact(answer.stdout), stderr: redact(answer.stderr) };
}
