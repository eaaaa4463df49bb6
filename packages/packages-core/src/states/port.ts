import { sh } from '../dsl/sh';
import type { Command } from '../dsl/sh';
import type { State } from '../dsl/state';
import { asText } from '../dsl/text';
import { proof } from './proof';

/** Nothing but this program listens on a TCP port. */
export function freeFor(port: number, program: string): State {
  const strangers = sh`ss -Hltnp ${`sport = :${port}`} | grep -vF ${`("${program}",`}`;
  return proof({
    id: `port_${port}_free`,
    label: `Port ${port} is free, or ${program}'s own`,
    check: sh`
      command -v ss >/dev/null || exit 127
      if ${strangers} >/dev/null; then exit 1; fi
    `.showAs(`ss -ltnp sport = :${port}`),
    otherwise: sh`echo ${`Port ${port} is taken by another program: stop that, or choose another port.`} >&2; ${strangers}`,
  });
}

/** Something on the server accepts connections on its loopback. */
export function answers(port: number): State {
  return proof({
    id: `port_${port}_answers`,
    label: `Port ${port} answers`,
    check: sh`if ${connect(port)}; then exit 0; else exit 1; fi`.showAs(`connect to 127.0.0.1:${port}`),
    within: 15,
    otherwise: sh`echo ${`Nothing answers on port ${port}.`} >&2`,
  });
}

/** No process of this name listens on any port. */
export function closedBy(program: string): State {
  const listeners = sh`ss -Hltnp | grep -F ${`("${program}",`}`;
  return proof({
    id: `ports_closed_by_${program.replaceAll('-', '_')}`,
    label: `${program} listens on no port`,
    check: sh`
      command -v ss >/dev/null || exit 127
      if ${listeners} >/dev/null; then exit 1; fi
    `.showAs('ss -ltnp'),
    within: 15,
    otherwise: sh`echo ${`${program} still listens:`} >&2; ${listeners}`,
  });
}

export interface Page {
  port: number;
  /** `/` when left out. */
  path?: string;
  /** The whole body. */
  body: string;
}

/** The web server answers 200 with exactly this page, asked from the server itself. */
export function serves({ port, path = '/', body }: Page): State {
  const url = `http://127.0.0.1:${port}${path}`;
  return proof({
    id: `serves_${port}`,
    label: `${url} answers with the page`,
    check: sh`
      answer=$(${httpGet(port, path)} | { read -r _ status _; echo "$status"; sed '1,/^\r*$/d' | sha256sum; })
      [ "$answer" = "$(echo 200; ${asText(body).print} | sha256sum)" ]
    `.showAs(`curl ${url}`),
    within: 15,
    otherwise: sh`echo ${`${url} does not answer with the page. It answers:`} >&2; ${httpGet(port, path)} | head -c 2000`,
  });
}

/** bash's /dev/tcp, as bash is on every Debian and Ubuntu and curl is not. */
function httpGet(port: number, path: string): Command {
  const request = String.raw`exec 3<>/dev/tcp/127.0.0.1/$1 && printf 'GET %s HTTP/1.0\r\nHost: 127.0.0.1\r\n\r\n' "$2" >&3 && cat <&3`;
  return sh`timeout 10 bash -c ${request} - ${port} ${path} 2>/dev/null`;
}

function connect(port: number): Command {
  return sh`timeout 5 bash -c 'exec 3<>/dev/tcp/127.0.0.1/$1' - ${port} 2>/dev/null`;
}
