import { describe, expect, test } from 'vitest';
import { Path, path, stamp } from './path';
import { Secret } from '../secret';
import { sh } from '../sh';
import type { Nothing } from '../state';
import { quoted, text } from './text';

describe('a text', () => {
  test.each<Nothing>([false, null, undefined, ''])('leaves out a line that is only %j', (nothing) => {
    const made = text`
      a
      ${nothing}
        ${nothing}
      b ${nothing}c
      ${nothing}
    `;
    expect(made.display).toBe('a\nb c\n');
  });

  test('indents a text of several lines like its place', () => {
    const inner = text`
      one
        two
    `;
    const made = text`
      outer {
        ${inner}
      }
    `;
    expect(made.display).toBe('outer {\n  one\n    two\n}');
  });

  test('keeps secrets by reference, also within quotes', () => {
    const made = text`a=${quoted(new Secret('b'))} ${quoted('say "hi" \\ ')}`;
    expect(made.secrets).toEqual(['b']);
    expect(made.display).toBe('a="‹b›" "say \\"hi\\" \\\\ "');
  });

  test('has no quoted value of two lines', () => {
    expect(() => quoted('a\nb')).toThrow('one line');
  });
});

describe('a path', () => {
  const release = path`/srv/${'my site'}/releases/${stamp}`;

  test('is one word of a command, with its variable', () => {
    const command = sh`ls ${release} ${path`${release}/.env`}`;
    expect(command.script).toBe(
      `ls '/srv/my site/releases/'"$MP_STAMP" '/srv/my site/releases/'"$MP_STAMP"/.env`,
    );
    expect(command.display).toBe('ls /srv/my site/releases/‹time› /srv/my site/releases/‹time›/.env');
  });

  test.each([() => path`srv/x`, () => path`/srv/../etc`, () => path`/srv/`, () => path`/a${'\n'}b`])(
    'is absolute and stays where it is',
    (make) => {
      expect(make).toThrow('Not an absolute path');
    },
  );

  test('knows its parts', () => {
    expect(release).toBeInstanceOf(Path);
    expect(release.parts).toEqual(['/srv/my site/releases/', stamp]);
  });
});
