import { z } from 'zod';
import { login } from '../services/servers/login';
import { id } from './inputs';

const username = z
  .string()
  .trim()
  .regex(
    /^[a-z_][a-z0-9_-]{0,31}$/,
    'A user name has lower-case letters, digits, - and _, such as root or debian.',
  );

export const addServer = z.object({
  id: z.uuid(),
  name: z
    .string()
    .trim()
    .regex(
      /^[A-Za-z0-9][A-Za-z0-9 ._-]{0,62}$/,
      'A name has letters, digits, spaces, dots and dashes: 63 at most.',
    ),
  address: z
    .string()
    .trim()
    .min(1, 'Enter the host name or IP address of the server.')
    .max(253)
    .regex(
      /^[A-Za-z0-9_.:-]+$/,
      'An address is a host name or an IP address, such as web-1.example.com or 192.0.2.10.',
    ),
  port: z
    .number('The port is a number between 1 and 65535.')
    .int('The port is a number between 1 and 65535.')
    .min(1, 'The port is a number between 1 and 65535.')
    .max(65_535, 'The port is a number between 1 and 65535.'),
  username,
  login,
});

export const confirmServer = z.object({ serverId: id, fingerprint: z.string().max(200) });

export const tryServerAgain = z.object({
  serverId: id,
  username: username.optional(),
  login: login.optional(),
});
