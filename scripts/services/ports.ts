import { createServer } from 'node:net';
import { Problem } from './problem';

/** Throws a Problem when something listens on the port already. `option` is what chooses another. */
export async function assertPortFree(at: {
  host: string;
  port: number;
  what: string;
  option: string;
}): Promise<void> {
  const refused = await new Promise<NodeJS.ErrnoException | null>((resolve) => {
    const server = createServer();
    server.once('error', resolve);
    server.listen({ host: at.host, port: at.port, exclusive: true }, () => server.close(() => resolve(null)));
  });
  if (refused === null) return;
  const where = `${at.host}:${at.port}`;
  throw new Problem(
    'port_in_use',
    refused.code === 'EADDRINUSE'
      ? `${at.what} needs ${where}, and something else listens there: stop it, or choose another port with ${at.option}.`
      : `${at.what} cannot listen on ${where} (${refused.code}): choose another port with ${at.option}.`,
    { cause: refused },
  );
}
