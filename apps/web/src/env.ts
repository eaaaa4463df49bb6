import { z } from 'zod';

/** The console's own environment; everything that concerns the API is read by @milepost/api. */
export const env = z
  .object({ NODE_ENV: z.enum(['development', 'production', 'test']).default('production') })
  .parse({ NODE_ENV: process.env.NODE_ENV });
