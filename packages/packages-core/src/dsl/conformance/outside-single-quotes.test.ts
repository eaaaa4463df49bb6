import { expect, test } from 'vitest';
import { outsideSingleQuotes } from './outside-single-quotes';

test.each([
  [`echo 'a b' c`, 'echo  c'],
  [`echo 'a'\\''b' c`, 'echo  c'],
  [`echo "it's $(cat 'a' "b")" d`, `echo "it's $(cat  "b")" d`],
  ["# don't\necho 'a'", '\necho '],
  [`( cd 'a'; ls "$b" )`, '( cd ; ls "$b" )'],
  [`echo ''"'"'a'`, `echo "'"`],
  [`x='a'$(touch /tmp/canary)'b'`, 'x=$(touch /tmp/canary)'],
])('what is outside of single quotes in %s is known', (script, outside) => {
  expect(outsideSingleQuotes(script)).toBe(outside);
});
