import { expect, test } from 'vitest';
import { leftoverMessages, nothingLeftMessage, observedMessages } from './leftovers';
import { expectSentence } from './testing/expect-sentence';

const nothing = { server: 'web-1', uninstall: false, done: [], uncertain: [], notRemoved: [] };

test('an operation that left nothing says nothing', () => {
  expect(leftoverMessages(nothing)).toEqual({ known: [], unknown: [] });
});

test('an install says what is so, and what is not known', () => {
  expect(leftoverMessages({ ...nothing, done: ['nginx is installed'], uncertain: ['nginx runs'] })).toEqual({
    known: ['nginx is installed.'],
    unknown: ['Unknown whether nginx runs.'],
  });
});

test('an uninstall says what is still there, and what may be', () => {
  const notRemoved = ['the package nginx', 'its page'];
  expect(leftoverMessages({ ...nothing, uninstall: true, notRemoved, uncertain: ['the cache'] })).toEqual({
    known: ['Still on web-1: the package nginx and its page.'],
    unknown: ['May still be on web-1: the cache.'],
  });
});

test('what was seen on the server is given in sentences', () => {
  expect(observedMessages(['nginx is half installed'])).toEqual(['nginx is half installed.']);
  expectSentence(nothingLeftMessage('web-1'), ['web-1']);
});
