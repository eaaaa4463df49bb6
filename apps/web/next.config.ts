import type { NextConfig } from 'next';

/** The content security policy carries a nonce and is set for each page in src/proxy.ts. */
const securityHeaders = [
  { key: 'X-Content-Type-Options', value: 'nosniff' },
  { key: 'X-Frame-Options', value: 'DENY' },
  { key: 'Referrer-Policy', value: 'same-origin' },
  { key: 'Cross-Origin-Opener-Policy', value: 'same-origin' },
  { key: 'Permissions-Policy', value: 'camera=(), microphone=(), geolocation=(), payment=(), usb=()' },
];

const config: NextConfig = {
  poweredByHeader: false,
  transpilePackages: ['@milepost/api', '@milepost/contract', '@milepost/db', '@milepost/packages-core'],
  serverExternalPackages: [
    'pg',
    'pino',
    '@prisma/client',
    '@prisma/adapter-pg',
    '@temporalio/client',
    '@temporalio/common',
    'better-auth',
    'jiti',
  ],
  // tsc and ESLint run over the whole repository, outside of the build.
  typescript: { ignoreBuildErrors: true },
  devIndicators: false,
  headers: () => Promise.resolve([{ source: '/:path*', headers: securityHeaders }]),
};

export default config;
