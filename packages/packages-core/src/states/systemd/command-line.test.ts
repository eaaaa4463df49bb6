import { describe, expect, test } from 'vitest';
import { COMMAND_LINE, commandWords, execStart, literal } from './command-line';

test.each([
  ['/bin/true', ['/bin/true'], '/bin/true'],
  ['/bin/echo  a   b ', ['/bin/echo', 'a', 'b'], '/bin/echo a b'],
  [`/bin/echo "a b" 'c d' e\\ f`, ['/bin/echo', 'a b', 'c d', 'e f'], '/bin/echo "a b" "c d" "e f"'],
  [`/bin/echo '' "" a""b`, ['/bin/echo', '', '', 'ab'], '/bin/echo "" "" ab'],
  [
    `/bin/echo "\\"\\\\\\n" '\\n' \\n`,
    ['/bin/echo', '"\\\\n', '\\n', 'n'],
    '/bin/echo "\\"\\\\\\\\n" "\\\\n" n',
  ],
  ['/bin/date +%F $HOME', ['/bin/date', '+%F', '$HOME'], '/bin/date "+%%F" "$$HOME"'],
  ['/bin/echo ; + -x', ['/bin/echo', ';', '+', '-x'], '/bin/echo ";" + -x'],
  ['/bin/echo $(id) `id` | x', ['/bin/echo', '$(id)', '`id`', '|', 'x'], '/bin/echo "$$(id)" "`id`" "|" x'],
  ['/bin/echo é“😀', ['/bin/echo', 'é“😀'], '/bin/echo "é“😀"'],
])('%s has these words, and systemd reads the same', (line, words, read) => {
  expect(commandWords(line)).toEqual(words);
  expect(execStart(line)).toBe(read);
});

describe('a command line', () => {
  test.each([
    ...['', 'true', './run', '-/bin/true', '+/bin/true', '/', '/bin/', '"/bin/true"', '/bin/%h', '/bin/$x'],
    ...['/bin/echo "a', "/bin/echo 'a", '/bin/echo a\\', '/bin/echo "a\\"', '/bin/true\n', '/bin/true;id'],
  ])('is not %j', (line) => {
    expect(COMMAND_LINE.test(line)).toBe(false);
    expect(() => commandWords(line)).toThrow('Not a command line');
  });

  test('a thousand hard characters are refused at once', () => {
    const begun = performance.now();
    expect(COMMAND_LINE.test(`/bin/echo ${'"\\'.repeat(500)}`)).toBe(false);
    expect(COMMAND_LINE.test(`/bin/echo ${"''".repeat(500)}'`)).toBe(false);
    expect(performance.now() - begun).toBeLessThan(200);
  });
});

test('a text has no specifiers', () => {
  expect(literal('/srv/%h/100%')).toBe('/srv/%%h/100%%');
});
