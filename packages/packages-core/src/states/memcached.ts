import { sh } from '../dsl/sh';
import type { Assertion } from '../dsl/state';
import { assertion } from './assertion';

const UNIT = 'memcached';

export interface MemcachedSettings {
  port: number;
  memoryMb: number;
  connections: number;
}

/** The server's own memcached answers on this port of its loopback, with these settings. */
export function answers({ port, memoryMb, connections }: MemcachedSettings): Assertion {
  const settings = sh`timeout 5 bash -c 'exec 3<>/dev/tcp/127.0.0.1/$1; printf "stats settings\r\nquit\r\n" >&3; cat <&3' - ${port} 2>/dev/null | tr -d '\r\0'`;
  const wanted = [`STAT maxbytes ${memoryMb * 1024 ** 2}`, `STAT maxconns ${connections}`];
  return assertion({
    id: 'memcached_answers',
    label: `Memcached answers on port ${port}, with ${memoryMb} MB`,
    check: sh`
      mp_listens ${port} ${UNIT} || exit 1
      settings=$(${settings})
      for wanted in ${wanted}; do
        printf '%s\n' "$settings" | grep -qxF -e "$wanted" || exit 1
      done
    `.displayAs(`stats settings, on 127.0.0.1:${port}`),
    timeoutSeconds: 15,
    onFailure: sh`
      if mp_listens ${port} ${UNIT}; then
        echo ${`Memcached answers on port ${port} with other settings:`} $(${settings} | sed -n 's/^STAT \(maxbytes\|maxconns\) /\1 /p') >&2
      else
        echo ${`Memcached does not listen on port ${port}.`} >&2
      fi
    `,
  });
}
