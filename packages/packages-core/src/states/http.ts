import { sh } from '../dsl/sh';
import type { Command } from '../dsl/sh';
import type { State } from '../dsl/state';
import { toTemplate } from '../dsl/template';
import { assertion } from './assertion';
import { SERVICE_CAUSES } from './failures/services';
import { tcpConnect } from './tcp-connect';

export interface ExpectedPage {
  port: number;
  /** `/` when left out. */
  path?: string;
  /** The whole body. */
  body: string;
  /** Prints what tells why it does not answer, such as the web server's log: see State. */
  explain: Command;
}

/** The web server answers 200 with exactly this page, asked from the server itself. */
export function responds({ port, path = '/', body, explain }: ExpectedPage): State {
  const url = `http://127.0.0.1:${port}${path}`;
  const served = assertion({
    id: `serves_${port}`,
    label: `${url} answers with the page`,
    check: sh`
      answer=$(${httpGet(port, path)} | { read -r _ status _; echo "$status"; sed '1,/^\r*$/d' | sha256sum; })
      [ "$answer" = "$(echo 200; ${toTemplate(body).printCommand} | sha256sum)" ]
    `.displayAs(`curl ${url}`),
    timeoutSeconds: 15,
    onFailure: sh`
      answer=$(${httpGet(port, path)} | head -c 2000 | tr -d '\0')
      if [ -n "$answer" ]; then :
      elif ${tcpConnect(port)}; then answer=nothing
      else answer='nothing (connection refused)'; fi
      echo ${`${url} does not answer with the expected page. It answers:`} "$answer" >&2
    `,
  });
  return { ...served, failures: SERVICE_CAUSES, explain };
}

/** bash's /dev/tcp, as bash is on every Debian and Ubuntu and curl is not. */
function httpGet(port: number, path: string): Command {
  const request = String.raw`exec 3<>/dev/tcp/127.0.0.1/$1 && printf 'GET %s HTTP/1.0\r\nHost: 127.0.0.1\r\n\r\n' "$2" >&3 && cat <&3`;
  return sh`timeout 10 bash -c ${request} - ${port} ${path} 2>/dev/null`;
}
