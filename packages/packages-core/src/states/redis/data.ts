import { fact } from '../../dsl/facts/fact';
import type { Fact } from '../../dsl/facts/fact';
import { parse } from '../../dsl/facts/parse';
import type { Command } from '../../dsl/sh';
import { sh } from '../../dsl/sh';
import type { State } from '../../dsl/state';
import type { InheritedSettings } from '../file/files';
import { assertion } from '../assertion';

/**
 * The directives without which Redis does not read the data that it has: where it is, how it is written, how many databases it may hold,
 * the modules whose types are in it, and the names under which commands stand in an append-only file.
 * Source: redis.conf of 6.0 to 8.0, loadServerConfigFromString.
 */
export const DATA_SETTINGS = [
  ...['dir', 'dbfilename', 'appendonly', 'appendfilename', 'appenddirname', 'save'],
  ...['databases', 'loadmodule', 'rename-command'],
] as const;

export interface RedisService {
  /** Redis when left out. */
  title?: string;
  unit: string;
  /** The configuration file that Milepost writes. */
  configuration: string;
  /** Where Redis stores its data by default. */
  data: string;
}

/** What decides where Redis has its data stays as it was found on the server, or is replaced by the defaults. */
export function dataSettings(
  { title = 'Redis', unit, configuration, data }: RedisService,
  { keep, field }: { keep: boolean; field: string },
): InheritedSettings {
  return {
    print: keep
      ? sh`mp_redis_settings ${configuration} 2>/dev/null | mp_redis_kept_lines ${data} ${DATA_SETTINGS}`
      : sh`printf '%s\n' ${`dir ${data}`}`,
    display: keep
      ? `dir ${data}\n# Where a ${title} that is there stores its data stays so: ${DATA_SETTINGS.join(', ')}.\n`
      : `dir ${data}\n`,
    findings: sh`mp_preview_redis_data ${unit} ${configuration} ${data} ${field} ${keep ? 'keep' : 'replace'}`,
  };
}

/** The directory that the Redis on this server reads its data from. Empty where there is none, or its configuration does not say. */
export function dataInUse({ unit, configuration }: RedisService): Fact<string[]> {
  return fact(
    sh`mp_redis_data_directory ${unit} ${configuration}`.displayAs(`look for dir in ${configuration}`),
    (output) => parse.lines(output).filter((path) => path.startsWith('/')),
  );
}

/** Prints a finding where data is stored elsewhere than by default: an uninstall does not remove it there. */
export function dataElsewhere({ unit, configuration, data }: RedisService): Command {
  return sh`mp_preview_redis_data_elsewhere ${unit} ${configuration} ${data}`.displayAs(
    `look for dir in ${configuration}`,
  );
}

/** The service reads the configuration that Milepost writes: one that reads another file would lose sight of its data, or go on without ours. */
export function readsConfiguration({ unit, configuration }: RedisService): State {
  const problem = sh`mp_redis_configuration_problem ${unit} ${configuration}`;
  return assertion({
    id: 'reads_configuration',
    label: `The service ${unit} reads ${configuration}`,
    check: sh`[ -z "$(${problem})" ]`.displayAs(`systemctl show -P ExecStart ${unit}`),
    onFailure: sh`${problem} >&2`,
    blocks: true,
  });
}
