/**
 * The address of the page `next` of this console; of its first page when `next` leads to another site. Judged by the
 * URL that a browser would open, because browsers ignore tabs and line breaks and read `\` as `/`. The answer is
 * absolute: the path of `/.//evil.example` alone would again be read as another site.
 */
export function ownAddress(next: string | null, origin: string): string {
  const home = new URL('/', origin).href;
  if (next === null || !URL.canParse(next, origin)) return home;
  const to = new URL(next, origin);
  return to.origin === origin ? to.href : home;
}
