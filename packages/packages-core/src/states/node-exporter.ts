import { sh } from '../dsl/sh';
import type { Command } from '../dsl/sh';

/** Does the node exporter accept the arguments in this file of `/etc/default`? Prints what it says otherwise. True before it is installed. */
export function acceptsArguments(program: string, file: string): Command {
  return sh`
    if [ -x ${program} ]; then
      words=$(sed -n 's/^[[:space:]]*ARGS=//p' ${file} | tail -n 1 | sed 's/^"\(.*\)"[[:space:]]*$/\1/')
      set -f
      said=$(${program} $words --version 2>&1 >/dev/null) || { echo ${`${file}:`} "\${said#*: error: }"; exit 1; }
    fi
  `.displayAs(`prometheus-node-exporter $ARGS --version`);
}
