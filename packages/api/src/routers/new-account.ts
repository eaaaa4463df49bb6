import { z } from 'zod';

export const accountName = z
  .string()
  .trim()
  .min(1, 'Enter your name.')
  .max(100, 'A name has at most 100 characters.');

export const newPassword = z
  .string()
  .min(12, 'Use at least 12 characters.')
  .max(128, 'Use at most 128 characters.');

export const currentPassword = z
  .string()
  .min(1, 'Enter your current password.')
  .max(128, 'A password has at most 128 characters.');

/** The secret part of a one-time link. */
export const linkToken = z.string().max(200);

/** What somebody who comes by a one-time link enters. */
export const newAccount = z.object({
  token: linkToken,
  name: accountName,
  email: z.email('Enter an email address, such as ada@example.com.').max(254),
  password: newPassword,
});
