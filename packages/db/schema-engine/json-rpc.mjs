import readline from 'node:readline';

/** The protocol's names that differ from the engine's. */
const METHODS = { getDatabaseVersion: 'version' };
const ENGINE_ERROR = 4466;

/**
 * Answers JSON-RPC requests, one a line and one after the other, until the input ends. The engine is made with the
 * first request, so that a database that is missing is an answer: the CLI takes an engine that died for a success.
 *
 * @param {() => Promise<Record<string, (params: unknown) => Promise<any>>>} createEngine
 * @param {{ input: NodeJS.ReadableStream, output: NodeJS.WritableStream }} streams
 */
export async function serve(createEngine, { input, output }) {
  const send = (message) => output.write(`${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`);
  let engine;
  for await (const line of readline.createInterface({ input })) {
    const { id, method, params } = JSON.parse(line);
    // A line without a method is the CLI's receipt for something printed.
    if (!method) continue;
    try {
      engine ??= await createEngine();
      const result = await engine[METHODS[method] ?? method](params);
      send({ id, result: method === 'diff' ? printed(result, { id, send }) : (result ?? null) });
    } catch (error) {
      send({ id, error: toRpcError(error) });
    }
  }
}

/** The native engine prints a diff through a request of its own, and answers with the exit code alone. */
function printed({ stdout, exitCode }, { id, send }) {
  if (typeof stdout === 'string') send({ id: `print-${id}`, method: 'print', params: { content: stdout } });
  return { exitCode };
}

function toRpcError(error) {
  return {
    code: ENGINE_ERROR,
    message: 'An error happened. Check the data field for details.',
    data: {
      is_panic: error instanceof WebAssembly.RuntimeError,
      message: error.message ?? String(error),
      error_code: error.code,
      meta: error.meta ?? null,
    },
  };
}
