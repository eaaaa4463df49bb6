import { Redactor } from './redactor';

/** A text with every form of the secrets masked, as output is. */
export function redactText(text: string, secrets: Iterable<string>): string {
  const redactor = new Redactor(secrets);
  return Buffer.concat([redactor.push(new TextEncoder().encode(text)), redactor.end()]).toString();
}
