import type { ServiceState } from '@milepost/contract/service-state';

const JOURNAL_LINES = 200;
const BEGIN = 'milepost-service';
const PROPERTIES = '-p ActiveState -p SubState -p UnitFileState -p MemoryCurrent';

/** A script that prints what `parseServices` reads. The names are those of systemd units, which need no quotes. */
export function servicesCommand(units: readonly string[]): string {
  return units
    .map(
      (unit) => `
echo '${BEGIN} ${unit}'
systemctl show ${PROPERTIES} -p ActiveEnterTimestamp -p InactiveEnterTimestamp --timestamp=unix '${unit}' 2>/dev/null ||
  systemctl show ${PROPERTIES} '${unit}'
echo
journalctl -q --no-pager --no-hostname -o short-iso -n ${JOURNAL_LINES} -u '${unit}' 2>&1`,
    )
    .join('\n');
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
  const seconds = /^@(\d+)/.exec(properties.get(entered) ?? '')?.[1];
  const memory = Number(properties.get('MemoryCurrent'));
  return {
    unit,
    active,
    sub: properties.get('SubState') ?? '',
    enabled: properties.get('UnitFileState') === 'enabled',
    since: seconds === undefined ? null : new Date(Number(seconds) * 1000).toISOString(),
    // systemd prints 2^64-1 or "[not set]" where it does not count.
    memory: Number.isSafeInteger(memory) && memory > 0 ? memory : null,
    journal: rest
      .join('\n\n')
      .split('\n')
      .filter((line) => line !== ''),
  };
}
