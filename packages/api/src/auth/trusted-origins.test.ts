import { expect, test } from 'vitest';
import { isFromOurPages } from './trusted-origins';

const HTTP = 'http://localhost:3000';
const HTTPS = 'https://milepost.example';

test.each<{ from: string; url: string; headers: Record<string, string>; ours: boolean }>([
  { from: 'its own page', url: HTTP, headers: { origin: HTTP }, ours: true },
  { from: 'a foreign page', url: HTTP, headers: { origin: 'https://evil.example' }, ours: false },
  {
    from: 'a foreign page that the browser calls cross-site',
    url: HTTP,
    headers: { 'sec-fetch-site': 'cross-site' },
    ours: false,
  },
  { from: 'a page on a sister host', url: HTTP, headers: { 'sec-fetch-site': 'same-site' }, ours: false },
  { from: 'a page without an origin', url: HTTP, headers: { origin: 'null' }, ours: false },
  { from: 'a script', url: HTTP, headers: {}, ours: true },
  {
    from: '127.0.0.1 for localhost',
    url: HTTP,
    headers: { origin: 'http://127.0.0.1:3000', host: '127.0.0.1:3000' },
    ours: true,
  },
  {
    from: 'a tunnel',
    url: HTTP,
    headers: { origin: 'http://localhost:8080', host: 'localhost:8080' },
    ours: true,
  },
  {
    from: 'another port of this machine',
    url: HTTP,
    headers: { origin: 'http://localhost:9999', host: 'localhost:3000' },
    ours: false,
  },
  {
    from: 'its own page by https',
    url: HTTPS,
    headers: { origin: HTTPS, host: 'milepost.example' },
    ours: true,
  },
  {
    from: 'the same host by plain http',
    url: HTTPS,
    headers: { origin: 'http://milepost.example', host: 'milepost.example' },
    ours: false,
  },
  {
    from: 'a proxy that ends TLS',
    url: HTTPS,
    headers: { origin: HTTPS, host: '127.0.0.1:3000' },
    ours: true,
  },
])('$from: $ours', ({ url, headers, ours }) => {
  expect(isFromOurPages(new URL(url), new Request(url, { method: 'POST', headers }))).toBe(ours);
});
