'use client';

import type { RefObject } from 'react';
import { useEffect, useState } from 'react';

interface Refusal {
  message: string;
  /** Field name → sentence. */
  fields: Record<string, string>;
}

export interface FieldErrors {
  /** The sentence of a field, by its name. */
  of: (name: string) => string | undefined;
  /** What concerns no field that is on screen. */
  general: string | null;
  show: (refusal: Refusal) => void;
  clear: () => void;
}

/** Puts a refusal's sentences at their fields and the focus on the first of them. Fields go by their `name`. */
export function useFieldErrors(form: RefObject<HTMLElement | null>): FieldErrors {
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const [general, setGeneral] = useState<string | null>(null);

  useEffect(() => {
    if (refusal === null) return;
    const controls = [...(form.current?.querySelectorAll<HTMLElement>('[name]') ?? [])];
    const names = new Set(controls.map((control) => control.getAttribute('name')));
    const elsewhere = Object.entries(refusal.fields).filter(([name]) => !names.has(name));
    const placed = Object.keys(refusal.fields).length - elsewhere.length;
    setGeneral(placed > 0 && elsewhere.length === 0 ? null : (elsewhere[0]?.[1] ?? refusal.message));
    controls.find((control) => (control.getAttribute('name') ?? '') in refusal.fields)?.focus();
  }, [refusal, form]);

  return {
    of: (name) => refusal?.fields[name],
    general,
    show: setRefusal,
    clear: () => {
      setRefusal(null);
      setGeneral(null);
    },
  };
}
