import type { KnownFailure } from '@milepost/contract/plan';

/** What systemd says (LC_ALL=C) of any unit that does not start. Its exit codes are from systemd.exec(5), "Process exit codes". */
export const SYSTEMD_CAUSES: readonly KnownFailure[] = [
  {
    pattern: String.raw`\b(?<unit>[A-Za-z0-9@._-]{1,80}\.(?:service|socket|timer)) is masked`,
    cause: '{unit} is masked',
    hint: 'On the server: systemctl unmask {unit}',
  },
  {
    pattern: String.raw`\b(?:Unit|Unit file) (?<unit>[A-Za-z0-9@._-]{1,80}) (?:not found|could not be found|does not exist)\b`,
    cause: '{unit} does not exist on this server',
    hint: 'Its package is not installed completely: try the installation again.',
  },
  {
    pattern: String.raw`\b(?<unit>[A-Za-z0-9@._-]{1,80}) has a bad unit file setting`,
    cause: 'The unit file of {unit} has an error',
    hint: 'On the server: systemd-analyze verify {unit}; look at its drop-ins with systemctl cat {unit}',
  },
  {
    pattern: String.raw`Failed to set up mount namespacing: (?:/run/systemd/(?:unit-root|mount-rootfs))?(?<path>/[^:\n]{1,160}): (?<why>[^\n]{1,60})`,
    cause: 'The service may not start: its unit names {path}, and there is “{why}”',
    hint: 'Create {path}, or take it out of the unit’s drop-in (systemctl edit).',
  },
  {
    pattern: String.raw`Failed to set up mount namespacing: (?<why>[^/\n][^\n]{0,100})`,
    cause: 'systemd cannot isolate the service: {why}',
    hint: 'In a container, allow nesting, or relax the unit’s sandboxing (systemctl edit).',
  },
  {
    pattern: String.raw`Failed to determine (?:user|group) credentials: (?<why>[^\n]{1,80})`,
    cause: 'The user or group that the service runs as does not exist',
    hint: 'Look at User= and Group= in the unit (systemctl cat).',
  },
  {
    pattern: String.raw`(?:Failed to locate executable|Failed at step EXEC spawning|Failed to execute(?: command)?) (?<program>/[^:\n]{1,160}): (?<why>[^\n]{1,60})`,
    cause: 'The service’s program {program} cannot be run: {why}',
    hint: 'Look at ExecStart= in the unit and its drop-ins (systemctl cat).',
  },
  {
    pattern: String.raw`Changing to the requested working directory failed: (?<why>[^\n]{1,60})`,
    cause: 'The working directory of the service cannot be used: {why}',
    hint: 'Look at WorkingDirectory= in the unit (systemctl cat).',
  },
  {
    pattern: String.raw`(?:Result: oom-kill|Failed with result 'oom-kill'|killed by the OOM killer)`,
    cause: 'The server ran out of memory and the service was killed',
    hint: 'Free memory or add some, or give the service less to do.',
  },
  {
    pattern: String.raw`Dependency failed for (?<unit>[^\n]{1,120}?)\.?$`,
    cause: 'Another unit that {unit} needs has failed',
    hint: 'On the server: systemctl --failed lists it.',
  },
  {
    pattern: String.raw`(?:Failed to connect to bus|System has not been booted with systemd)`,
    cause: 'systemd does not answer on this server',
    hint: 'Is systemd its process 1? Containers often run without it.',
  },
  ...exits([
    [203, 'EXEC', 'The service’s program cannot be run', 'Look at ExecStart= in the unit and its drop-ins'],
    [200, 'CHDIR', 'The service’s working directory cannot be used', 'Look at WorkingDirectory= in the unit'],
    [209, 'STDOUT', 'The service’s output cannot be opened', 'Look at StandardOutput= in the unit'],
    [216, 'GROUP', 'The group that the service runs as does not exist', 'Look at Group= in the unit'],
    [
      217,
      'USER',
      'The user that the service runs as does not exist',
      'Look at User= in the unit and its drop-ins',
    ],
    [218, 'CAPABILITIES', 'The service’s capabilities cannot be set', 'Look at its sandboxing'],
    [
      226,
      'NAMESPACE',
      'systemd cannot isolate the service (226/NAMESPACE)',
      'A path in its unit may be missing, or the server is a container without nesting',
    ],
    [233, 'RUNTIME_DIRECTORY', 'The service’s runtime directory cannot be created', 'Look at /run'],
    [238, 'STATE_DIRECTORY', 'The service’s state directory cannot be created', 'Look at /var/lib'],
  ]),
  {
    pattern: String.raw`Failed with result 'timeout'|Result: timeout`,
    cause: 'The service did not report that it was ready in time',
    hint: 'It may be slow, or waiting for something: look at its log.',
    vague: true,
  },
  {
    pattern: String.raw`\(code=(?:dumped|killed), (?:signal|status)=(?:\d{1,2}/)?(?<signal>SEGV|ABRT|BUS|ILL|FPE|SYS|TRAP)\)`,
    cause: 'The service crashed ({signal})',
    hint: 'Look at its journal on the server (journalctl -u).',
    vague: true,
  },
];

function exits(
  codes: readonly (readonly [code: number, name: string, cause: string, look: string])[],
): KnownFailure[] {
  return codes.map(([code, name, cause, look]) => ({
    pattern: `status=${code}/${name}\\b`,
    cause,
    hint: `${look} (systemctl cat).`,
    vague: true,
  }));
}
