import { sh } from '../../dsl/sh';
import type { ServiceLog } from './unit';

/** The log file that a configuration of Redis, or of Valkey, names, if it does. */
export function redisLog(configuration: string, title = 'Redis'): ServiceLog {
  return {
    path: sh`awk '$1 == "logfile" { gsub(/"/, "", $2); path = $2 } END { print path }' ${configuration} 2>/dev/null`,
    begins: `${title} is starting`,
  };
}
