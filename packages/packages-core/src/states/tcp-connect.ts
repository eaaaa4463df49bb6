import type { Command } from '../dsl/sh';
import { sh } from '../dsl/sh';

/** Exit 0 where something on the server accepts a TCP connection on 127.0.0.1. Through bash's /dev/tcp: see states/http.ts. */
export function tcpConnect(port: number): Command {
  return sh`timeout 5 bash -c 'exec 3<>/dev/tcp/127.0.0.1/$1' - ${port} 2>/dev/null`;
}
