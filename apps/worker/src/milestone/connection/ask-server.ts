import { withLibraries } from '@milepost/packages-core/dsl/plan/libraries';
import { joinSignals } from '@milepost/packages-core/engine/connection/join-signals';
import type { HostConnector } from '@milepost/packages-core/engine/connection/with-reconnect';
import { redactText } from '@milepost/packages-core/engine/output/redact-text';
import { EXPLAIN_FULL_DISK } from '@milepost/packages-core/states/explain/full-disk';
import { explainPort } from '@milepost/packages-core/states/explain/port-user';

const SCRIPT_TIMEOUT_SECONDS = 20;
/** For connecting and all scripts together. */
const TOTAL_TIMEOUT_MS = 45_000;
const MAX_BYTES = 16 * 1024;

/** Runs a script that only reads, once; what it prints comes without the operation's secrets. */
export type AskServer = (script: string) => Promise<string>;

/** Lets `use` ask a server, within bounds: no try is made again, for nothing waits for the answers but a sentence for people. */
export async function askingServer<T>(
  { connector, secrets }: { connector: HostConnector; secrets: Record<string, string> },
  use: (ask: AskServer) => Promise<T>,
): Promise<T> {
  const bound = joinSignals(connector.signal);
  const timer = setTimeout(() => bound.abort(new Error('It took too long')), TOTAL_TIMEOUT_MS);
  const options = { timeoutSeconds: SCRIPT_TIMEOUT_SECONDS, maxBytes: MAX_BYTES, signal: bound.signal };
  try {
    return await use(async (script) => {
      const host = await connector.connect(bound.signal);
      const { stdout } = await host.read(script, options);
      return redactText(stdout, Object.values(secrets));
    });
  } finally {
    clearTimeout(timer);
    bound.release();
  }
}

export interface TopicAnswer {
  /** Instead of what the output said; null where the server shows nothing of it any more. */
  refined: { cause: string; hint: string } | null;
  /** The same for people, with what shows it. */
  text: string;
}

/** What the server says about the topic of a cause: see KnownFailure. */
export async function askAbout(topic: string | null, ask: AskServer): Promise<TopicAnswer> {
  const script = scriptFor(topic);
  // The first line is "CAUSE TAB HINT".
  const [first = '', ...rest] = script === null ? [] : (await ask(script)).split('\n');
  const [cause = '', hint = ''] = first.split('\t');
  if (cause === '' || hint === '') return { refined: null, text: '' };
  return { refined: { cause, hint }, text: [`--- ${cause}. ${hint}`, ...rest].join('\n') };
}

function scriptFor(topic: string | null): string | null {
  if (topic === 'disk') return withLibraries(EXPLAIN_FULL_DISK.script);
  const port = Number(/^port (\d{1,5})$/.exec(topic ?? '')?.[1] ?? 0);
  return port > 0 && port < 65_536 ? withLibraries(explainPort(port).script) : null;
}
