import { z } from 'zod';
import { definePackage } from '../dsl/define-package';

export default definePackage({
  id: 'nginx',
  title: 'nginx',
  category: 'web',
  description: 'Web server and reverse proxy.',
  scope: 'server',
  credential: 'root',
  supports: ['debian-12', 'debian-13', 'ubuntu-22.04', 'ubuntu-24.04'],
  input: z.object({}),
  install: [],
  uninstall: [],
  record: () => ({ version: null, configuration: {} }),
});
