/** What the worker bundles: every workflow there is. */
export { inspection } from './inspection';
export { operation } from './operation';
