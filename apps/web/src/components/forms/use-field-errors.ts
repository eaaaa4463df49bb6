'use client';

import type { RefObject } from 'react';
import { useEffect, useState } from 'react';

interface Refusal {
  message: string;
  /** Field name → sentence. */
  fields: Record<string, string>;
  operationId?: string | null;
}

export interface FieldErrors {
  /** The sentence of a field, by its name. */
  of: (name: string) => string | undefined;
  /** What concerns no field that is on screen. */
  general: string | null;
  /** The operation that the general sentence is about. */
  operationId: string | null;
  show: (refusal: Refusal) => void;
  clear: () => void;
}

/** Puts a refusal's sentences at their fields and the focus on the first of them. Fields go by their `name`. */
export function useFieldErrors(form: RefObject<HTMLElement | null>): FieldErrors {
  const [refusal, setRefusal] = useState<(Refusal & { general: string | null }) | null>(null);

  useEffect(() => {
    if (refusal === null) return;
    namedControls(form.current)
      .find(([name]) => name in refusal.fields)?.[1]
      .focus();
  }, [refusal, form]);

  return {
    of: (name) => refusal?.fields[name],
    general: refusal?.general ?? null,
    operationId: refusal?.operationId ?? null,
    show: (next) => {
      const names = new Set(namedControls(form.current).map(([name]) => name));
      setRefusal({ ...next, general: generalSentence(next, names) });
    },
    clear: () => {
      setRefusal(null);
    },
  };
}

function namedControls(form: HTMLElement | null): [string, HTMLElement][] {
  const controls = [...(form?.querySelectorAll<HTMLElement>('[name]') ?? [])];
  return controls.map((control) => [control.getAttribute('name') ?? '', control]);
}

/** Null when every sentence has found its field. */
function generalSentence({ message, fields }: Refusal, names: Set<string>): string | null {
  const elsewhere = Object.keys(fields).filter((name) => !names.has(name));
  if (elsewhere.length === 0 && Object.keys(fields).length > 0) return null;
  const [first] = elsewhere;
  return (first === undefined ? undefined : fields[first]) ?? message;
}
