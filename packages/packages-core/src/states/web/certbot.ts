import { sh } from '../../dsl/sh';
import type { Command } from '../../dsl/sh';
import type { Assertion, State } from '../../dsl/state';
import { assertion } from '../assertion';
import { assertPath } from '../file/paths';

export interface CertificateRequest {
  /** The ACME directory: `https://acme-v02.api.letsencrypt.org/directory`. */
  directory: string;
  /** Told when a certificate is about to expire. */
  email: string;
  /** The first names the certificate, and its files in `/etc/letsencrypt/live`. */
  domains: readonly string[];
  /** Where the web server of these names serves `/.well-known/acme-challenge` from. */
  webroot: string;
  keyType: 'ecdsa' | 'rsa';
}

/**
 * A certificate for exactly these names, by the challenge over HTTP, that certbot's own timer renews from the same directory. One that is good for 30 more days
 * is kept. Undone, the names are those of before, or the certificate is deleted.
 */
export function certificate({ directory, email, domains, webroot, keyType }: CertificateRequest): State {
  domains.forEach(assertDomain);
  if (webroot !== '/') assertPath(webroot);
  if (!/^https:\/\/[\w.:/-]+$/.test(directory)) throw new Error(`Not an ACME directory: ${directory}`);
  if (!/^[^\s@'"-][^\s@'"]*@[\w.-]+$/.test(email)) throw new Error(`Not an address: ${email}`);
  const name = firstOf(domains);
  const words = ['--server', directory, '--email', email, '--webroot', '--webroot-path', webroot];
  const names = domains.flatMap((domain) => ['--domain', domain]);
  return {
    id: `certificate_${identifier(name)}`,
    label: `There is a certificate for ${domains.join(', ')}`,
    action: `Request a certificate for ${domains.join(', ')}`,
    check: sh`mp_has_certificate ${name} ${keyType} 30 ${webroot} ${domains}`.displayAs(
      `look into the certificate ${name}`,
    ),
    apply: sh`
      mp_request_certificate ${name} --agree-tos --no-eff-email --key-type ${keyType} --renew-with-new-domains ${words} ${names}
    `.displayAs(
      `certbot certonly --cert-name ${name} --key-type ${keyType} ${words.join(' ')} ${names.join(' ')}`,
    ),
    verify: sh`mp_has_certificate ${name} ${keyType} 0 ${webroot} ${domains}`.displayAs(
      `look into the certificate ${name}`,
    ),
    capture: sh`mp_capture_certificate ${name}`.displayAs(`keep the links of ${name}`),
    undo: sh`mp_restore_certificate ${name}`.displayAs(
      `certbot delete --cert-name ${name} if it was not there`,
    ),
    listLeftovers: sh`if [ -e ${live(name)} ]; then echo ${`the certificate ${name}`}; fi`,
    result: `There is a certificate for ${domains.join(', ')}`,
    failures: CAUSES,
    idempotent: true,
  };
}

/** The certificate on disk is good for so many more days. */
export function valid(domain: string, { days }: { days: number }): Assertion {
  assertDomain(domain);
  if (!Number.isInteger(days) || days < 0) throw new Error(`Not a number of days: ${days}`);
  return assertion({
    id: `certificate_valid_${identifier(domain)}`,
    label: `The certificate ${domain} is good for ${days} more days`,
    check: sh`mp_is_certificate_valid ${domain} ${days}`.displayAs(`look into the certificate ${domain}`),
    onFailure: sh`mp_describe_certificate ${domain} >&2`.displayAs(`look into the certificate ${domain}`),
  });
}

/** certbot requests the certificate anew, although the one that is there is still good. It runs the hooks of a renewal. */
export function renewed(domain: string): State {
  assertDomain(domain);
  return {
    id: `certificate_renewed_${identifier(domain)}`,
    label: `The certificate ${domain} is renewed`,
    action: `Renew the certificate ${domain} now`,
    check: null,
    noCheckReason: 'It is renewed whenever it is asked for.',
    apply: sh`mp_certbot renew --cert-name ${domain} --force-renewal --no-random-sleep-on-renew`.displayAs(
      `certbot renew --cert-name ${domain} --force-renewal`,
    ),
    noUndoReason: 'The new certificate is as good as the former one.',
    result: `The certificate ${domain} is renewed`,
    failures: CAUSES,
    idempotent: true,
  };
}

/** The directory that the challenge is written to is there: certbot makes none. `field`: the form field that names it. */
export function webrootExists(webroot: string, { field }: { field: string }): Assertion {
  if (webroot !== '/') assertPath(webroot);
  return assertion({
    id: 'webroot_exists',
    label: `The web root ${webroot} is there`,
    check: sh`[ -d ${webroot} ] || exit 1`.displayAs(`look for ${webroot}`),
    onFailure: sh`echo ${`There is no directory ${webroot}: choose the one from which the web server serves these names.`} >&2`,
    blocks: { field },
  });
}

/** No configuration of nginx or Apache that is in force names this certificate: without its files they do not start. All when left out. */
export function unused(domain?: string): Assertion {
  if (domain !== undefined) assertDomain(domain);
  const directory = domain === undefined ? '/etc/letsencrypt/live' : live(domain);
  const what = domain === undefined ? 'a certificate' : `the certificate ${domain}`;
  return assertion({
    id: 'certificates_unused',
    label: `No web server uses ${what}`,
    check: sh`
      used=$(mp_print_certificate_users ${directory})
      [ -z "$used" ] || exit 1
    `.displayAs(`look for ${directory} in the configuration of nginx and Apache`),
    onFailure: sh`
      mp_print_certificate_users ${directory} | while IFS= read -r file; do
        echo "$file uses "${what}": take it out there first, or the web server does not start any more." >&2
      done
    `,
    blocks: true,
  });
}

/** Whether a certificate is there or not: nothing is done to it. The last step of an uninstall that keeps it. */
export function kept(domain: string): Assertion {
  assertDomain(domain);
  return assertion({
    id: `certificate_kept_${identifier(domain)}`,
    label: `The certificate ${domain} stays on the server, and certbot goes on renewing it`,
    check: sh`:`.displayAs(`nothing is done to the certificate ${domain}`),
    onFailure: sh`:`,
  });
}

/** There is no certificate of this name, nor its keys. */
export function gone(domain: string): Assertion {
  assertDomain(domain);
  return assertion({
    id: `certificate_gone_${identifier(domain)}`,
    label: `There is no certificate ${domain} any more`,
    check: lacks(domain),
    onFailure: sh`echo ${`The certificate ${domain} is still there.`} >&2`,
  });
}

/** Prints the names of all certificates, for what loses them. */
export const certificateNames = (): Command =>
  sh`mp_print_certificates`.displayAs('ls /etc/letsencrypt/renewal');

/** There is no certificate of this name, nor its keys. A web server that names its files does not start any more. */
export function absent(domain: string, { destructive }: { destructive?: string } = {}): State {
  assertDomain(domain);
  return {
    id: `certificate_absent_${identifier(domain)}`,
    label: `There is no certificate ${domain}`,
    action: `Delete the certificate ${domain}`,
    check: lacks(domain),
    apply: sh`mp_certbot delete --cert-name ${domain}`.displayAs(`certbot delete --cert-name ${domain}`),
    noUndoReason: 'Its key is gone for good; another certificate can be requested.',
    ...(destructive !== undefined && { destructive }),
    leftoverLabel: `the certificate ${domain}`,
    result: `The certificate ${domain} is deleted`,
    idempotent: true,
  };
}

const CAUSES = [
  {
    pattern: 'rateLimited|too many certificates',
    cause: 'The authority issues no more certificates for these names now',
    hint: 'Wait: certbot’s message says until when.',
  },
  {
    pattern: String.raw`(?:Timeout during connect|Connection refused)`,
    cause: 'The authority does not reach this server on port 80',
    hint: 'Open port 80 in every firewall, and have the names point to this server.',
  },
  {
    pattern: String.raw`(?:Invalid response from|Non-200 status code from HTTP:) (?<url>\S+?):? `,
    cause: 'The web server does not serve the challenge at {url}',
    hint: 'Serve /.well-known/acme-challenge of these names from the web root, without a redirect to another server.',
  },
  {
    pattern: '(?:NXDOMAIN|No valid IP addresses found)',
    cause: 'A name is not in the DNS',
    hint: 'Have all names point to this server.',
  },
] as const;

function firstOf(domains: readonly string[]): string {
  const [first] = domains;
  if (first === undefined) throw new Error('A certificate has one name at least.');
  return first;
}

function assertDomain(domain: string): void {
  if (!/^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9-]{2,63}$/.test(domain))
    throw new Error(`Not a domain: ${domain}`);
}

const lacks = (domain: string) =>
  sh`
    if [ -e ${`/etc/letsencrypt/renewal/${domain}.conf`} ] || [ -e ${live(domain)} ]; then exit 1; fi
  `.displayAs(`look for ${live(domain)}`);
const live = (domain: string) => `/etc/letsencrypt/live/${domain}`;
const identifier = (domain: string) => domain.replaceAll(/[^a-z0-9]+/g, '_');
