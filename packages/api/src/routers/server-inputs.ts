import { FIELD_MESSAGES, namedInAddressMessage } from '@milepost/contract/messages/errors/validation-errors';
import { z } from 'zod';
import { login } from '../services/servers/enrollment/login';
import { id } from './inputs';
import { splitAddress } from '../split-address';
import { parseServerAddress } from './server-address';

const username = z
  .string()
  .trim()
  .regex(/^[A-Za-z_][A-Za-z0-9._@-]{0,63}$/, FIELD_MESSAGES.username);

const address = z
  .string(FIELD_MESSAGES.address)
  .trim()
  .transform((text, context) => {
    const parts = splitAddress(text);
    const parsed = parseServerAddress(parts.address);
    if (parsed === null) context.addIssue(FIELD_MESSAGES.address);
    return parsed === null ? z.NEVER : { ...parts, address: parsed };
  });

const newServer = z.object({
  id: z.uuid(),
  name: z
    .string()
    .trim()
    .regex(/^[A-Za-z0-9][A-Za-z0-9 ._-]{0,62}$/, FIELD_MESSAGES.serverName),
  address,
  port: z
    .number(FIELD_MESSAGES.port)
    .int(FIELD_MESSAGES.port)
    .min(1, FIELD_MESSAGES.port)
    .max(65_535, FIELD_MESSAGES.port),
  username,
  login,
});

/** An address may name port and user as well, where the fields say the same. */
export const addServer = newServer.transform(({ address: parts, ...server }, context) => {
  if (parts.port !== null && parts.port !== server.port) {
    const message = namedInAddressMessage('port', parts.port);
    context.addIssue({ code: 'custom', path: ['port'], message });
  }
  if (parts.username !== null && parts.username !== server.username) {
    const message = namedInAddressMessage('user', parts.username);
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
