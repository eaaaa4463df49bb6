import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { catalog } from '@milepost/packages-core/dsl/catalog';
import { hostileTexts, textPlaces } from '@milepost/packages-core/dsl/conformance/hostile-texts';
import { parseInput } from '@milepost/packages-core/dsl/input';
import { RequestLimits } from './http/request-limits';
import { Browser } from './testing/browser';
import { OWNER, webWithOwner } from './testing/owner';
import { insertServer } from './testing/rows';
import type { WebProcess } from './testing/web-process';

/** An answer to a form is read by a person: nothing of a megabyte comes back. */
const ANSWER = 20_000;
const SENTENCE = /^[A-Z“\d].{0,300}\.$/;

let web: WebProcess;
let browser: Browser;
let ready: string;
let enrolling: string;

beforeAll(async () => {
  web = await webWithOwner(inject('databaseUrl'));
  browser = new Browser(web);
  await browser.signIn(OWNER.email, OWNER.password);
  ready = (await insertServer(web.db, { name: 'Web 1' })).id;
  enrolling = (await insertServer(web.db, { name: 'Web 2', status: 'enrolling' })).id;
});
afterAll(() => web.close());

describe.each(catalog())('the form of $id', (definition) => {
  const places = textPlaces(definition, 'install');

  test.runIf(places.length > 0)(
    'is answered in sentences whatever text is in all of its fields',
    { timeout: 120_000 },
    async () => {
      for (const text of textsInAll()) {
        const input = Object.assign({}, ...places.map((place) => place.sent(text))) as object;
        const refused = await send('packages.preview', { serverId: enrolling, input });
        if (refused.body.includes('"fields"')) expect(refused.body.length).toBeLessThan(ANSWER);
      }
    },
  );

  test.runIf(places.length > 0)(
    'is submitted with each text that a field takes, and the plan decides',
    { timeout: 120_000 },
    async () => {
      for (const place of places)
        for (const forms of hostileTexts(place)) {
          const taken = forms.find((text) => parseInput(definition, place.withText(text)).ok);
          if (taken === undefined) continue;
          const submit = { operationId: randomUUID(), planHash: 'none', input: place.withText(taken) };
          // Nobody saw a plan of this hash, or what it needs is missing.
          const { status } = await send('packages.install', { serverId: ready, ...submit });
          expect([409, 412], `${place.path} ${taken.slice(0, 60)}`).toContain(status);
        }
    },
  );

  /** What is tried in any place, each once. */
  const textsInAll = () => [
    ...new Set(places.flatMap((place) => hostileTexts(place).map(([text = '']) => text))),
  ];

  /** Sends a form. The answer is never an unforeseen error. */
  async function send(procedure: string, form: object): Promise<{ status: number; body: string }> {
    // More than a session may ask for in a row.
    Object.assign(web.dependencies, { requestLimits: new RequestLimits() });
    const { status, body } = await browser.call(procedure, { packageId: definition.id, ...form });
    const what = `${procedure} ${JSON.stringify(form).slice(0, 300)}`;
    expect(status, `${what}: ${JSON.stringify(body).slice(0, 500)}`).toBeLessThan(500);
    // What is too large is refused before anything reads it.
    const sentence = { message: expect.stringMatching(SENTENCE) as string };
    if (status >= 400) expect(body, what).toMatchObject(status === 413 ? sentence : { error: sentence });
    return { status, body: JSON.stringify(body) };
  }
});
