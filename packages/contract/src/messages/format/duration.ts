const unitFormat = (unit: 'millisecond' | 'second' | 'minute' | 'hour'): Intl.NumberFormat =>
  new Intl.NumberFormat('en', { style: 'unit', unit, unitDisplay: 'narrow', maximumFractionDigits: 1 });

const milliseconds = unitFormat('millisecond');
const seconds = unitFormat('second');
const minutes = unitFormat('minute');
const hours = unitFormat('hour');
const list = new Intl.ListFormat('en', { type: 'unit', style: 'narrow' });

/** A duration as people read it: "3.8s", "4m 12s", "2h 5m". Milliseconds in. */
export function formatDuration(ms: number): string {
  if (ms < 1000) return milliseconds.format(Math.round(ms));
  if (ms < 10_000) return seconds.format(ms / 1000);
  const all = Math.round(ms / 1000);
  if (all < 60) return seconds.format(all);
  const parts =
    all < 3600
      ? ([
          [minutes, Math.floor(all / 60)],
          [seconds, all % 60],
        ] as const)
      : ([
          [hours, Math.floor(all / 3600)],
          [minutes, Math.floor((all % 3600) / 60)],
        ] as const);
  return list.format(parts.flatMap(([format, count]) => (count === 0 ? [] : [format.format(count)])));
}
