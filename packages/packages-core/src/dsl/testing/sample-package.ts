import { z } from 'zod';
import { definePackage } from '../define-package';
import { secret } from '../secret';

/** A package with an input field of each kind, and no steps. */
export const samplePackage = definePackage({
  id: 'sample',
  title: 'Sample',
  category: 'system',
  description: 'A sample.',
  supports: ['debian-12'],
  input: z.object({
    port: z.int().min(1).max(65_535).default(80).meta({ title: 'Port', description: 'TCP.' }),
    ratio: z.number().min(0).max(1).default(0.5).meta({ title: 'Ratio', advanced: true }),
    name: z.string().min(2).max(8).meta({ title: 'Name', example: 'web' }),
    text: z.string().max(100).optional().meta({ title: 'Text', multiline: true }),
    tls: z.boolean().default(false).meta({ title: 'TLS' }),
    mode: z
      .enum(['fast', 'safe'])
      .default('safe')
      .meta({ title: 'Mode', options: { fast: 'Fast one' } }),
    password: secret({ min: 16, generate: { length: 32 } }),
    token: secret({ title: 'Token' }).optional(),
    memory: z.int().min(16).max(64).meta({ title: 'Memory', unit: 'MB' }).default(32),
  }),
  operations: { install: () => [], uninstall: () => [] },
});
