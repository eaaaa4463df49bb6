import { z } from 'zod';
import { createOwner } from '../services/setup/create-owner';
import { ownerExists } from '../services/setup/owner-exists';
import { publicProcedure, router } from '../trpc';
import type { Viewer } from '../views';

const owner = z.object({
  token: z.string().max(200),
  name: z.string().trim().min(1, 'Enter your name.').max(100, 'A name has at most 100 characters.'),
  email: z.email('Enter an e-mail address, such as ada@example.com.').max(254),
  password: z
    .string()
    .min(12, 'A password has at least 12 characters.')
    .max(128, 'A password has at most 128 characters.'),
});

export const setupRouter = router({
  status: publicProcedure.query(async ({ ctx }): Promise<{ ownerExists: boolean }> => ({
    ownerExists: await ownerExists(ctx.dependencies.db),
  })),
  createOwner: publicProcedure
    .input(owner)
    .mutation(({ ctx, input }): Promise<Viewer> => createOwner(ctx.dependencies.db, input)),
});
