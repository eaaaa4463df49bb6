import { createHmac, hkdfSync, randomBytes, timingSafeEqual } from 'node:crypto';

const MAX_AGE_SECONDS = 365 * 24 * 60 * 60;

export interface DeviceCookies {
  /** A `Set-Cookie` line: this browser has signed in to that account. */
  issue: (email: string) => string;
  /** The number of a browser that has signed in to that account before; null for all others. */
  read: (request: Pick<Request, 'headers'>, email: string) => string | null;
}

/**
 * A correct sign-in leaves a cookie that outlives the session. It gives no access: failed attempts with it are counted
 * by themselves, so that strangers who guess at an account do not keep its owner out. After OWASP's "device cookies".
 */
export function createDeviceCookies({ secret, url }: { secret: string; url: URL }): DeviceCookies {
  const key = Buffer.from(hkdfSync('sha256', secret, '', 'milepost device cookie', 32));
  const secure = url.protocol === 'https:';
  const name = `${secure ? '__Secure-' : ''}milepost.device`;
  const sign = (device: string, email: string): Buffer =>
    createHmac('sha256', key).update(`${device}\n${email.toLowerCase()}`).digest();
  return {
    issue: (email) => {
      const device = randomBytes(16).toString('hex');
      const value = `${device}.${sign(device, email).toString('hex')}`;
      const attributes = `Max-Age=${MAX_AGE_SECONDS}; Path=/api/auth; HttpOnly; SameSite=Lax`;
      return `${name}=${value}; ${attributes}${secure ? '; Secure' : ''}`;
    },
    read: ({ headers }, email) => {
      for (const cookie of (headers.get('cookie') ?? '').split(';')) {
        const [, device = '', signature = ''] =
          /^([0-9a-f]{32})\.([0-9a-f]{64})$/.exec(cookie.trim().replace(`${name}=`, '')) ?? [];
        if (device === '') continue;
        if (timingSafeEqual(Buffer.from(signature, 'hex'), sign(device, email))) return device;
      }
      return null;
    },
  };
}
