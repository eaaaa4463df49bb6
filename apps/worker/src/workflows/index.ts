/** What the worker bundles: every workflow there is. */
export { checkDrift } from './drift';
export { inspection } from './inspection';
export { operation } from './operation';
