const MIN_ENCODING_LENGTH = 4;
const MIN_LINE_LENGTH = 8;

/** Every form in which a secret may show up in output: itself, and as common encodings of it or of something around it. */
export function secretEncodings(secrets: Iterable<string>): Buffer[] {
  const forms = new Map<string, Buffer>();
  for (const secret of secrets)
    for (const form of encodingsOf(secret)) forms.set(form.toString('latin1'), form);
  return [...forms.values()];
}

function encodingsOf(secret: string): Buffer[] {
  const bytes = Buffer.from(secret, 'utf8');
  if (bytes.length === 0) return [];
  const derived = [
    ...base64Encodings(bytes),
    encodeURIComponent(bytes.toString('utf8')),
    JSON.stringify(secret).slice(1, -1),
    secret.replaceAll("'", `'\\''`),
    ...secret.split(/\r?\n/).filter((line) => line.length >= MIN_LINE_LENGTH),
  ];
  return [
    bytes,
    ...derived.map((form) => Buffer.from(form, 'utf8')).filter((form) => form.length >= MIN_ENCODING_LENGTH),
  ];
}

/** As a whole, and as it looks inside something longer: without the characters that also depend on its neighbors. */
function base64Encodings(bytes: Buffer): string[] {
  const inside = [0, 1, 2].map((before) => {
    const encoded = Buffer.concat([Buffer.alloc(before), bytes])
      .toString('base64')
      .replaceAll('=', '');
    const shared = (before + bytes.length) % 3 === 0 ? 0 : 1;
    return encoded.slice(before === 0 ? 0 : before + 1, encoded.length - shared);
  });
  const all = [bytes.toString('base64'), ...inside];
  return [...all, ...all.map((form) => form.replaceAll('+', '-').replaceAll('/', '_'))];
}
