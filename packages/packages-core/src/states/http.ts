import { sh } from '../dsl/sh';
import type { Command } from '../dsl/sh';
import type { State } from '../dsl/state';
import { toTemplate } from '../dsl/template';
import { assertion } from './assertion';
import { SERVICE_CAUSES } from './failures/services';

interface Expected {
  /** Any other is a failure; 200 when left out. `any`: whatever it answers, a redirect or an error too. */
  status?: number | 'any';
  /** The whole body. Any, when left out. */
  body?: string;
  /** Words somewhere in the body. */
  contains?: string;
  /** Prints what tells why it does not answer, such as the web server's log: see State. */
  explain?: Command;
}

export type ExpectedPage = Expected &
  (
    | {
        /** Of the server itself, by `http://127.0.0.1`. */
        port: number;
        /** `/` when left out. */
        path?: string;
      }
    | {
        /** `https://example.org/path` */
        url: string;
        /** The address that is asked instead of the one which the name has: 127.0.0.1 for a site whose name is not in the DNS yet. */
        via?: string;
        /** `any` takes every certificate: one that the server signed itself, or of a test. `verified` when left out. */
        certificate?: 'verified' | 'any';
      }
  );

/**
 * A web server gives this answer, asked from the server itself, within 15 seconds. Redirects are not followed. `https` takes curl or openssl on the
 * server.
 */
export function responds(page: ExpectedPage): State {
  const { status = 200, body, contains, explain } = page;
  const { url, words, id } = requestOf(page);
  const answer = sh`mp_http_get ${words}`;
  const wanted = status === 'any' ? 'an answer' : body === undefined ? `status ${status}` : 'the page';
  const served = assertion({
    id,
    label: `${url} answers with ${wanted}${contains === undefined ? '' : ` that has “${contains}” in it`}`,
    check: sh`
      answer=$(${answer} | mp_http_summary)
      ${status === 'any' ? sh`[ -n "\${answer%% *}" ]` : sh`[ "\${answer%% *}" = ${status} ]`} || exit 1
      ${body === undefined ? sh`:` : sh`[ "\${answer#* }" = "$(${toTemplate(body).printCommand} | sha256sum)" ] || exit 1`}
      ${contains === undefined ? sh`:` : sh`${answer} | mp_http_body | grep -qF -e ${contains} || exit 1`}
    `.displayAs(`curl ${url}`),
    timeoutSeconds: 15,
    onFailure: sh`
      answer=$(${answer} 2>&1 | head -c 2000 | tr -d '\0')
      if [ -n "$answer" ]; then :
      elif mp_http_connects ${words}; then answer=nothing
      else answer='nothing (connection refused)'; fi
      echo ${`${url} does not answer with ${body === undefined ? wanted : 'the expected page'}. It answers:`} "$answer" >&2
    `,
  });
  return { ...served, failures: SERVICE_CAUSES, ...(explain && { explain }) };
}

/** SCHEME HOST ADDRESS PORT PATH CERTIFICATE, as the functions of lib/http take it. */
function requestOf(page: ExpectedPage): { url: string; words: string[]; id: string } {
  if ('port' in page) {
    const { port, path = '/' } = page;
    return {
      url: `http://127.0.0.1:${port}${path}`,
      words: ['http', '127.0.0.1', '127.0.0.1', String(port), path, 'verified'],
      id: `serves_${port}`,
    };
  }
  const parts = /^(https?):\/\/([A-Za-z0-9.-]+)(?::(\d{1,5}))?(\/[^\s'"\\#]*)?$/.exec(page.url);
  if (!parts) throw new Error(`Not a URL: ${page.url}`);
  const [, scheme = '', host = '', port = scheme === 'https' ? '443' : '80', path = '/'] = parts;
  const { via = host, certificate = 'verified' } = page;
  if (!/^[A-Za-z0-9.:-]+$/.test(via)) throw new Error(`Not an address: ${via}`);
  return {
    url: page.url,
    words: [scheme, host, via, port, path, certificate],
    id: `serves_${`${host}_${port}${path}`
      .toLowerCase()
      .replaceAll(/[^a-z0-9]+/g, '_')
      .replaceAll(/_$/g, '')}`,
  };
}
