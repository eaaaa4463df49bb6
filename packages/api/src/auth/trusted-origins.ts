/**
 * From where a page may send what changes something: the console's own address, and the address that the browser
 * used to get here (a tunnel, 127.0.0.1 for localhost). A foreign page has another origin than the host it calls.
 */
export function trustedOrigins(url: URL, request?: Request): string[] {
  const host = request?.headers.get('host');
  if (!host) return [url.origin];
  const here = [`https://${host}`, ...(url.protocol === 'https:' ? [] : [`http://${host}`])];
  return [url.origin, ...here];
}

/** Whether a request comes from a page of ours, or from no page at all (a script sends no cookie that it was not given). */
export function isFromOurPages(url: URL, request: Request): boolean {
  const origin = request.headers.get('origin');
  if (origin !== null) return trustedOrigins(url, request).includes(origin);
  const site = request.headers.get('sec-fetch-site');
  return site === null || site === 'same-origin' || site === 'none';
}
