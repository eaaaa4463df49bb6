import { expect, test } from 'vitest';
import { settingText } from './setting-text';

const options = [
  { value: 'curl', label: 'curl: HTTP' },
  { value: 'gd', label: 'gd: images' },
];

test.each([
  [['curl', 'gd'], 'curl: HTTP, gd: images'],
  [['yaml'], 'yaml'],
  [[], 'None'],
  ['gd', 'gd: images'],
  ['', 'None'],
  [null, 'None'],
  [true, 'Yes'],
  [8080, '8080'],
  [{ a: 1 }, '{"a":1}'],
])('the setting %j reads %s', (value, text) => {
  expect(settingText({ options }, value)).toBe(text);
});

test('a setting that no form has any more is shown as it is', () => {
  expect(settingText(undefined, 'x')).toBe('x');
});
