/** A moment in the browser's language and time zone: "6 Dec, 14:30". */
export function formatExpiry(moment: string): string {
  return new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' }).format(
    new Date(moment),
  );
}
