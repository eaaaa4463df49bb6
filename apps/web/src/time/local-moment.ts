const two = (value: number): string => String(value).padStart(2, '0');

/** A date as a `datetime-local` field has it, in this browser's time zone: "2026-11-23T14:05". Seconds are cut off. */
export function toLocalMoment(date: Date): string {
  const day = `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
  return `${day}T${two(date.getHours())}:${two(date.getMinutes())}`;
}

/** What such a field holds, as a date; null where it is empty or incomplete. */
export function fromLocalMoment(value: string): Date | null {
  if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?$/.test(value)) return null;
  const date = new Date(value);
  return Number.isNaN(date.getTime()) ? null : date;
}
