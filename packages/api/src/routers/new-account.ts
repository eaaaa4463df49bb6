import { z } from 'zod';

/** What somebody who comes by a one-time link enters. */
export const newAccount = z.object({
  token: z.string().max(200),
  name: z.string().trim().min(1, 'Enter your name.').max(100, 'A name has at most 100 characters.'),
  email: z.email('Enter an e-mail address, such as ada@example.com.').max(254),
  password: z
    .string()
    .min(12, 'A password has at least 12 characters.')
    .max(128, 'A password has at most 128 characters.'),
});
