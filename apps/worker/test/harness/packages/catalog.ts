import type { PackageDefinition } from '@milepost/packages-core/dsl/define-package';
import listener from './listener';
import note from './note';

/** What a worker knows instead of the packages that Milepost has: see build-worker.ts. */
export const definitions: readonly PackageDefinition[] = [listener, note];
