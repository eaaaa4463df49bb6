import { describe, expect, test } from 'vitest';
import { readLibraries } from '../../../generate/libraries';
import { LIBRARIES } from '../../generated/libraries';
import { librariesOf, libraryText, withLibraries } from './libraries';
import { localShell } from '../testing/local-shell';

test('the generated libraries are those of states/lib', async () => {
  expect(LIBRARIES).toEqual(await readLibraries());
});

describe('the libraries', () => {
  const definitions = Object.entries(LIBRARIES).flatMap(([name, text]) =>
    [...text.matchAll(/^([A-Za-z_]\w*)(\(\)|=)/gm)].map(([, word = '']) => ({ name, word })),
  );

  test('define names that begin with mp_, each once', () => {
    const words = definitions.map(({ word }) => word);
    expect(words.filter((word) => !word.startsWith('mp_'))).toEqual([]);
    expect(words.filter((word, i) => words.indexOf(word) !== i)).toEqual([]);
  });

  test('change nothing and print nothing when they are read', async () => {
    const { exitCode, output } = await localShell()(`${Object.values(LIBRARIES).join('')}:`, {});
    expect({ exitCode, output }).toEqual({ exitCode: 0, output: '' });
  });
});

describe('the libraries of a script', () => {
  test('are those whose functions it calls, with those that these call', () => {
    expect(librariesOf('echo mp_no_such_function; mp_finding warns x')).toEqual(['findings']);
    expect(librariesOf('mp_wait_for_dpkg')).toEqual(['apt/locks', 'progress']);
    expect(librariesOf('true')).toEqual([]);
  });

  test('are put in front of a script that runs alone', () => {
    expect(withLibraries('true')).toBe('true');
    expect(withLibraries('mp_list a b')).toBe(`${libraryText('apt/packages')}mp_list a b`);
  });
});
