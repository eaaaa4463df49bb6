import { z } from 'zod';
import { login } from '../services/servers/enrollment/login';
import { id } from './inputs';
import { splitAddress } from '../split-address';
import { parseServerAddress } from './server-address';

const username = z
  .string()
  .trim()
  .regex(
    /^[A-Za-z_][A-Za-z0-9._@-]{0,63}$/,
    'A user name has letters, digits and . _ - @, and begins with a letter, such as root or debian.',
  );

const ADDRESS = 'Enter a host name or an IP address, such as web-1.example.com or 192.0.2.10.';

const address = z
  .string(ADDRESS)
  .trim()
  .transform((text, context) => {
    const parts = splitAddress(text);
    const parsed = parseServerAddress(parts.address);
    if (parsed === null) context.addIssue(ADDRESS);
    return parsed === null ? z.NEVER : { ...parts, address: parsed };
  });

const newServer = z.object({
  id: z.uuid(),
  name: z
    .string()
    .trim()
    .regex(
      /^[A-Za-z0-9][A-Za-z0-9 ._-]{0,62}$/,
      'A name has letters, digits, spaces, dots and dashes: 63 at most.',
    ),
  address,
  port: z
    .number('The port is a number between 1 and 65535.')
    .int('The port is a number between 1 and 65535.')
    .min(1, 'The port is a number between 1 and 65535.')
    .max(65_535, 'The port is a number between 1 and 65535.'),
  username,
  login,
});

/** An address may name port and user as well, where the fields say the same. */
export const addServer = newServer.transform(({ address: parts, ...server }, context) => {
  if (parts.port !== null && parts.port !== server.port) {
    const message = `The address names port ${parts.port}: enter it here, or leave it out of the address.`;
    context.addIssue({ code: 'custom', path: ['port'], message });
  }
  if (parts.username !== null && parts.username !== server.username) {
    const message = `The address names the user ${parts.username}: enter it here, or leave it out of the address.`;
    context.addIssue({ code: 'custom', path: ['username'], message });
  }
  return { ...server, address: parts.address };
});

export const confirmServer = z.object({ serverId: id, fingerprint: z.string().max(200) });

export const retryEnrollment = z.object({
  serverId: id,
  username: username.optional(),
  login: login.optional(),
});
