import type { Schedule, ServiceState } from '@milepost/contract/service-state';

const JOURNAL_LINES = 200;
const BEGIN = 'milepost-service';
const PROPERTIES = '-p ActiveState -p SubState -p UnitFileState -p MemoryCurrent';

/** A script that prints what `parseServices` reads. The names are those of systemd units, which need no quotes. */
export function servicesCommand(units: readonly string[]): string {
  return units
    .map((unit) => {
      const job = jobOf(unit);
      return `
echo '${BEGIN} ${unit}'
systemctl show ${PROPERTIES} -p ActiveEnterTimestamp -p InactiveEnterTimestamp --timestamp=unix '${unit}' 2>/dev/null ||
  systemctl show ${PROPERTIES} '${unit}'
${job === null ? '' : scheduleCommand(unit, job)}
echo
journalctl -q --no-pager --no-hostname -o short-iso -n ${JOURNAL_LINES} -u '${unit}' ${job === null ? '' : `-u '${job}' `}2>&1`;
    })
    .join('\n');
}

/** What a timer runs, by its name; null of another unit. */
const jobOf = (unit: string): string | null =>
  unit.endsWith('.timer') ? unit.replace(/\.timer$/, '.service') : null;

/** Lines like those of `systemctl show`. The next time is printed in no zone but the server's, whatever is asked for. */
function scheduleCommand(timer: string, job: string): string {
  return `next=$(TZ=UTC systemctl show -P NextElapseUSecRealtime '${timer}')
echo "NextRun=\${next:+@$(date -d "$next" +%s)}"
for each in ActiveState Result ExecMainStatus; do echo "Job$each=$(systemctl show -P "$each" '${job}')"; done
for each in Start Exit; do
  time=$(TZ=UTC systemctl show -P "ExecMain\${each}Timestamp" '${job}')
  echo "Job$each=\${time:+@$(date -d "$time" +%s)}"
done`;
}

/** What it printed, by unit in their order. Pure; a unit that is missing in it is `unknown`. */
export function parseServices(units: readonly string[], printed: string): ServiceState[] {
  const parts = new Map(
    printed.split(new RegExp(`^${BEGIN} `, 'm')).map((part) => {
      const end = part.indexOf('\n');
      return [part.slice(0, end), part.slice(end + 1)] as const;
    }),
  );
  return units.map((unit) => parseService(unit, parts.get(unit) ?? ''));
}

function parseService(unit: string, part: string): ServiceState {
  const [head = '', ...rest] = part.split('\n\n');
  const properties = new Map(
    head.split('\n').map((line) => {
      const at = line.indexOf('=');
      return [line.slice(0, at), line.slice(at + 1)] as const;
    }),
  );
  const active = properties.get('ActiveState') ?? 'unknown';
  // A reload is a change of state as well, but the service has run since before.
  const entered = active === 'active' ? 'ActiveEnterTimestamp' : 'InactiveEnterTimestamp';
  const memory = Number(properties.get('MemoryCurrent'));
  return {
    unit,
    active,
    sub: properties.get('SubState') ?? '',
    enabled: properties.get('UnitFileState') === 'enabled',
    since: timeOf(properties.get(entered)),
    // systemd prints 2^64-1 or "[not set]" where it does not count.
    memory: Number.isSafeInteger(memory) && memory > 0 ? memory : null,
    journal: rest
      .join('\n\n')
      .split('\n')
      .filter((line) => line !== ''),
    ...(jobOf(unit) !== null && { schedule: scheduleOf(properties) }),
  };
}

function scheduleOf(properties: ReadonlyMap<string, string>): Schedule {
  const isRunning = ['active', 'activating', 'deactivating'].includes(properties.get('JobActiveState') ?? '');
  const startedAt = timeOf(properties.get('JobStart'));
  return {
    nextRun: timeOf(properties.get('NextRun')),
    lastRun:
      startedAt === null
        ? null
        : {
            endedAt: isRunning ? null : (timeOf(properties.get('JobExit')) ?? startedAt),
            result: properties.get('JobResult') ?? '',
            status: Number(properties.get('JobExecMainStatus')) || 0,
          },
  };
}

/** `@1796040000` as ISO 8601. */
function timeOf(printed = ''): string | null {
  const seconds = /^@(\d+)/.exec(printed)?.[1];
  return seconds === undefined ? null : new Date(Number(seconds) * 1000).toISOString();
}
