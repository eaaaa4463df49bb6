import { FIELD_MESSAGES } from '@milepost/contract/messages/errors/validation-errors';
import { z } from 'zod';

export const accountName = z
  .string()
  .trim()
  .min(1, FIELD_MESSAGES.personName)
  .max(100, FIELD_MESSAGES.personNameTooLong);

export const newPassword = z
  .string()
  .min(12, FIELD_MESSAGES.newPasswordTooShort)
  .max(128, FIELD_MESSAGES.newPasswordTooLong);

export const currentPassword = z
  .string()
  .min(1, FIELD_MESSAGES.currentPassword)
  .max(128, FIELD_MESSAGES.passwordTooLong);

/** The secret part of a one-time link. */
export const linkToken = z.string().max(200);

/** What somebody who comes by a one-time link enters. */
export const newAccount = z.object({
  token: linkToken,
  name: accountName,
  email: z.email(FIELD_MESSAGES.email).max(254),
  password: newPassword,
});
