import type { ServiceLog } from '../../states/explain/unit';
import type { Command } from '../sh';

/** A systemd unit of a package. Start, stop, restart, reload and status follow from it. */
export interface Service {
  readonly unit: string;
  /** Files that it reads when it starts or reloads. */
  readonly reads: readonly string[];
  /** What makes it read them again. Only a service that reloads has the operation `reload`. */
  readonly onChange: 'restart' | 'reload';
  /** Exit 0: it accepts its configuration. Runs before a restart or reload. */
  readonly validate: Command | null;
  /** Logs that it writes itself, for where it does not start. */
  readonly logs: readonly ServiceLog[];
  /** A reload that took effect starts new processes, as that of nginx does: without them it was refused. */
  readonly reloadStartsProcesses: boolean;
  /** The executable that its processes run. */
  readonly program: string | null;
}

export type ServiceOptions = Partial<Omit<Service, 'unit'>>;

/** Throws where the name is not that of a unit. `.service` may be left out. */
export function service(unit: string, options: ServiceOptions = {}): Service {
  if (!/^[A-Za-z0-9][A-Za-z0-9@._-]*$/.test(unit)) throw new Error(`Not the name of a systemd unit: ${unit}`);
  const { reads = [], onChange = 'restart', validate = null, logs = [], program = null } = options;
  return {
    unit,
    reads,
    onChange,
    validate,
    logs,
    program,
    reloadStartsProcesses: options.reloadStartsProcesses ?? false,
  };
}
