import { readFile, readdir, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import proto from '@temporalio/proto';

const { History } = proto.temporal.api.history.v1;

const at = (file = ''): string =>
  fileURLToPath(new URL(`../../src/workflows/histories/${file}`, import.meta.url));

/** The names of the histories that are kept. */
export async function historyNames(): Promise<string[]> {
  const files = await readdir(at());
  return files.filter((file) => file.endsWith('.bin')).map((file) => file.slice(0, -'.bin'.length));
}

/** As protobuf, not JSON: several copies of protobufjs in node_modules disagree about what JSON is. */
export async function readHistory(name: string): Promise<proto.temporal.api.history.v1.History> {
  return History.decode(await readFile(at(`${name}.bin`)));
}

/** Without stack traces: they name places on the machine that recorded it, and replay does not look at them. */
export async function writeHistory(
  name: string,
  history: proto.temporal.api.history.v1.IHistory,
): Promise<void> {
  const kept = History.create(history);
  for (const { workflowExecutionFailedEventAttributes: failed } of kept.events)
    if (failed?.failure) failed.failure.stackTrace = '';
  await writeFile(at(`${name}.bin`), History.encode(kept).finish());
}
