import { expect, it } from 'vitest';

import { paletteScore } from './palette-score';

const commands: Record<string, string[]> = {
  'Install nginx': [],
  'Uninstall nginx from web-1': [],
  'Sign out': ['log out', 'logout'],
  'Use the dark theme': ['dark mode', 'appearance'],
  'Invite a person': ['add user', 'people'],
};

const found = (search: string) =>
  Object.entries(commands)
    .map(([value, keywords]) => ({ value, score: paletteScore(value, search, keywords) }))
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score)
    .map(({ value }) => value);

it.each([
  ['uninstall', 'Uninstall nginx from web-1'],
  ['install ng', 'Install nginx'],
  ['sign', 'Sign out'],
  ['log out', 'Sign out'],
  ['dark', 'Use the dark theme'],
  ['theme', 'Use the dark theme'],
  ['invite', 'Invite a person'],
  ['uni web', 'Uninstall nginx from web-1'],
  ['ngx', 'Install nginx'],
])('the palette finds for “%s” first “%s”', (search, first) => {
  expect(found(search)[0]).toBe(first);
});

it('a command that only contains the letters in order comes after all that contain the text', () => {
  expect(paletteScore('Install nginx', 'ngx')).toBeLessThan(paletteScore('Design notes', 'sign'));
});

it('the palette does not find “sign” in “Install nginx”', () => {
  expect(found('sign')).toEqual(['Sign out']);
});

it('the palette finds nothing for what no command resembles', () => {
  expect(found('zzz')).toEqual([]);
});
