import { LIBRARIES } from '../../generated/libraries';

/** A file of states/lib: shell functions that the scripts of states call. */
interface Library {
  name: string;
  text: string;
  /** The functions and variables that it defines at the beginning of a line; they all begin with `mp_`. */
  defines: string[];
}

const libraries: Library[] = Object.entries(LIBRARIES).map(([name, text]) => ({
  name,
  text,
  defines: [...text.matchAll(/^(mp_\w+)(?:\(\)|=)/gm)].map(([, defined = '']) => defined),
}));

const definedIn = new Map(libraries.flatMap(({ name, defines }) => defines.map((word) => [word, name])));

/**
 * Names of the libraries whose functions a script calls, and of those that these call, sorted. Writing a function's name is calling it:
 * a library too many does no harm.
 */
export function librariesOf(script: string): string[] {
  const found = new Set<string>();
  const add = (text: string) => {
    for (const [word] of text.matchAll(/\bmp_\w+/g)) {
      const name = definedIn.get(word);
      if (name === undefined || found.has(name)) continue;
      found.add(name);
      add(libraryText(name));
    }
  };
  add(script);
  return [...found].sort();
}

/** Whether a library defines a function (or variable) of this name. */
export const isLibraryFunction = (name: string): boolean => definedIn.has(name);

/** Throws where there is no such library. */
export function libraryText(name: string): string {
  const text = LIBRARIES[name];
  if (text === undefined) throw new Error(`There is no library ${name} in states/lib.`);
  return text;
}

/** A script with the libraries that it calls in front: what can run alone, outside a plan. */
export function withLibraries(script: string): string {
  return `${librariesOf(script).map(libraryText).join('')}${script}`;
}
