/** What the worker bundles: every workflow there is. */
export { checkDrift } from './drift';
export { inspection } from './inspection';
export { operation } from './operation';
/** Every other type is the kind of an operation: `install`, `restart`, `renew_certificate`. */
export { operationOfKind as default } from './operation-of-kind';
