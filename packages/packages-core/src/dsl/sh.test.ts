import { describe, expect, test } from 'vitest';
import { Secret } from './secret';
import { chain, sequence, quote, sh } from './sh';
import { localShell } from './testing/local-shell';

const password = new Secret('password');

describe('what is interpolated', () => {
  test.each([
    { value: 'nginx', script: 'nginx' },
    { value: '/etc/nginx/nginx.conf', script: '/etc/nginx/nginx.conf' },
    { value: '', script: "''" },
    { value: 'two words', script: "'two words'" },
    { value: "it's", script: `'it'\\''s'` },
    { value: '$(reboot)', script: "'$(reboot)'" },
    { value: 'A=1', script: "'A=1'" },
    { value: '--opt=1', script: '--opt=1' },
    { value: '*', script: "'*'" },
    { value: '~', script: "'~'" },
    { value: 8080, script: '8080' },
    { value: -0.5, script: '-0.5' },
    { value: ['a', 'b c', 3], script: "a 'b c' 3" },
    { value: [], script: '' },
    { value: sh`true`, script: 'true' },
  ])('$value becomes $script', ({ value, script }) => {
    expect(sh`echo ${value};`.script).toBe(`echo ${script};`);
  });

  test.each([undefined, null, true, NaN, Infinity, {}, [undefined], [['a']], new Date(0)])(
    '%s is refused',
    (value) => {
      expect(() => sh`echo ${value as string}`).toThrow('sh takes strings');
    },
  );

  test('within quotes is refused: it brings its own', () => {
    expect(() => sh`echo "${'a'}"`).toThrow('take away the quotes');
    expect(() => sh`echo '${'a'}'`).toThrow('take away the quotes');
    expect(sh`echo "$(cat ${'a b'})"`.script).toBe(`echo "$(cat 'a b')"`);
    expect(sh`echo 'a'"b"\"${'c'}`.script).toBe('echo \'a\'"b"\\"c');
  });

  test('a NUL byte is refused', () => {
    expect(() => sh`echo ${'a\0b'}`).toThrow('NUL');
  });

  test('any text reaches the program as it was', async () => {
    const words = ["it's", '"$HOME" `id` \\n \\', '-n', '!', 'new\nline', '\t', 'ü€', ...printable];
    const { output } = await localShell()(sh`printf '[%s]' ${words}`.script, {});
    expect(output).toBe(words.map((word) => `[${word}]`).join(''));
  });
});

const printable = Array.from({ length: 95 }, (_, i) => String.fromCharCode(32 + i));

describe('a script', () => {
  test('loses the indentation that its lines share, and keeps the rest', () => {
    const { script } = sh`
      if true; then
        echo ${'a\n  b'}
      fi
    `;
    expect(script).toBe("if true; then\n  echo 'a\n  b'\nfi");
  });

  test('keeps backslashes and shell variables as they are written', () => {
    expect(sh`dpkg-query -W -f '\${Version}\n' ${'a'}`.script).toBe("dpkg-query -W -f '${Version}\\n' a");
  });

  test('is put together from others', () => {
    const both = [sh`a`, sh`${password} | b`] as const;
    expect(chain(...both)).toMatchObject({ script: 'a &&\nmp_secret password | b', secrets: ['password'] });
    expect(sequence(...both)).toMatchObject({
      script: 'a\nmp_secret password | b',
      display: 'a\n‹password› | b',
    });
  });

  test('quote leaves a plain word alone', () => {
    expect(quote('redis-server')).toBe('redis-server');
  });
});

describe('a secret', () => {
  test('is a command that prints it', () => {
    const command = sh`${password} | psql`;
    expect(command).toMatchObject({
      script: 'mp_secret password | psql',
      display: '‹password› | psql',
      secrets: ['password'],
    });
  });

  test.each([
    () => sh`redis-cli -a ${password}`,
    () => sh`echo $(${password})`,
    () => sh`PASSWORD=${password} env`,
    () => sh`echo "${password}"`,
    () => sh`echo \`${password}\``,
    () => sh`a=$( { ${password}; } )`,
    () => sh`echo $(${sh`${password} | tr a b`})`,
    () => sh`${password}suffix`,
    () => sh`echo ${[password] as unknown as string[]}`,
  ])('is never an argument: %s', (build) => {
    expect(build).toThrow();
  });

  test.each([
    sh`${password} | cat`,
    sh`{ echo a; ${password}; } | cat`,
    sh`if true; then ${password} | cat; fi`,
    sh`true && ${password} | cat`,
    sh`until ( ${password} | cat ); do sleep 1; done`,
    sh`x=$(date); ${password} | cat`,
  ])('may stand where a command begins: $script', ({ secrets }) => {
    expect(secrets).toEqual(['password']);
  });
});
