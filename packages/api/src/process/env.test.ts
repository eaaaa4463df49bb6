import { expect, test } from 'vitest';
import { parseEnv } from './env';

const WHOLE = {
  DATABASE_URL: 'postgresql://localhost/milepost',
  MILEPOST_SEALING_KEY: Buffer.alloc(32, 1).toString('base64'),
  MILEPOST_AUTH_SECRET: 'x'.repeat(32),
};

test('has defaults for what need not be said', () => {
  expect(parseEnv({ ...WHOLE, TEMPORAL_UI_URL: '' })).toEqual({
    ...WHOLE,
    TEMPORAL_ADDRESS: '127.0.0.1:7233',
    TEMPORAL_NAMESPACE: 'default',
    MILEPOST_URL: 'http://localhost:3000',
    MILEPOST_TRUSTED_PROXIES: [],
    MILEPOST_LOG_LEVEL: 'info',
  });
});

test('names everything that is missing or wrong in one sentence, and no value', () => {
  const attempt = () => parseEnv({ MILEPOST_AUTH_SECRET: 'hunter2', MILEPOST_URL: 'ftp://x' });
  expect(attempt).toThrow(/DATABASE_URL.*MILEPOST_URL.*MILEPOST_SEALING_KEY.*MILEPOST_AUTH_SECRET/);
  expect(attempt).not.toThrow(/hunter2/);
});

test('reads the trusted proxies, and names an entry that is none', () => {
  const proxies = (text: string) => parseEnv({ ...WHOLE, MILEPOST_TRUSTED_PROXIES: text });
  expect(proxies('10.0.0.0/8, 2001:db8::1,').MILEPOST_TRUSTED_PROXIES).toEqual(['10.0.0.0/8', '2001:db8::1']);
  expect(() => proxies('10.0.0.0/8, nginx')).toThrow(
    /MILEPOST_TRUSTED_PROXIES: "nginx" is not an IP address/,
  );
});
